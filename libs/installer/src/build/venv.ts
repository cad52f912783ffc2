import { Problem } from '@showrunner/contracts';
import { joinInside } from '../containment.ts';
import type { Builder, BuildContext } from './builder.ts';
import { runTool } from './run-tool.ts';

const largestScriptBytes = 256 * 1024;

/** A virtual environment with what the program's own lists name. */
export const buildPythonVenv: Builder<'python-venv'> = async (step, context) => {
  const venv = await createVenv(context, step.at);
  const lists = typeof step.requirements === 'string' ? [step.requirements] : (step.requirements ?? []);
  // In one go: what one list takes must fit to the other.
  const wanted = [...(step.packages ?? []), ...lists.flatMap((list) => ['-r', joinInside(context.staging, list)])];
  if (wanted.length > 0) await pipInstall(context, venv, wanted);
  if (step.poetry) {
    await poetryInstall(context, venv);
    await finishVenv(context, venv);
  }
};

/** Makes an empty environment and answers its path. */
export async function createVenv(context: BuildContext, at: string): Promise<string> {
  const venv = joinInside(context.staging, at);
  const python = await context.toolchains.program('python', ['python3', 'python'], context.options);
  await runTool(context, { argv: [python, '-m', 'venv', venv], cwd: context.staging, toolchains: ['python'] });
  return venv;
}

/** Installs packages, proves that they fit together, and readies the environment for the renaming. */
export async function pipInstall(context: BuildContext, venv: string, what: readonly string[]): Promise<void> {
  const { pypiUrl } = context.settings;
  const index = pypiUrl === undefined ? [] : ['--index-url', pypiUrl];
  await runPython(context, venv, ['-m', 'pip', 'install', ...index, ...what]);
  await finishVenv(context, venv);
}

async function finishVenv(context: BuildContext, venv: string): Promise<void> {
  await runPython(context, venv, ['-m', 'pip', 'check']);
  await relocate(context, `${venv}/bin`);
  await relocate(context, venv);
}

async function runPython(context: BuildContext, venv: string, args: readonly string[]): Promise<void> {
  const env = { VIRTUAL_ENV: venv, PYTHONUNBUFFERED: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1' };
  await runTool(context, { argv: [`${venv}/bin/python`, ...args], cwd: context.staging, toolchains: ['python'], env });
}

async function poetryInstall(context: BuildContext, venv: string): Promise<void> {
  const poetry = await context.toolchains.program('python', ['poetry'], context.options);
  await runTool(context, {
    argv: [poetry, 'install', '--no-root', '--without', 'dev', '--sync'],
    cwd: context.staging,
    toolchains: ['python'],
    env: { VIRTUAL_ENV: venv, POETRY_VIRTUALENVS_CREATE: 'false', POETRY_NO_INTERACTION: '1' },
  });
}

/**
 * Scripts of an environment name it by its full path (first line, `activate`), and we build where it will not stay. Only
 * text files directly in the directory are touched; anything larger is not a script.
 */
async function relocate(context: BuildContext, directory: string): Promise<void> {
  const { files } = context.tools;
  for (const name of await files.list(directory)) {
    const path = `${directory}/${name}`;
    const facts = await files.facts(path);
    if (facts?.kind !== 'file' || facts.sizeBytes > largestScriptBytes) continue;
    const bytes = await files.readBytes(path);
    if (bytes === undefined || bytes.includes(0)) continue;
    const text = new TextDecoder().decode(bytes);
    if (text.includes('\uFFFD') || !text.includes(context.staging)) continue;
    await files.write(path, text.replaceAll(context.staging, context.artifact.root));
  }
  if ((await files.facts(directory)) === undefined) {
    throw new Problem('build.failed', `${directory} was not made, although the build succeeded`);
  }
}
