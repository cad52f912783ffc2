import type { BuildStep } from '@showrunner/catalog';
import { Problem } from '@showrunner/contracts';
import { joinInside, parentOf } from '../containment.ts';
import type { Builder, BuildContext, StepOf } from './builder.ts';
import { carryLibraries } from './elf/carry-libraries.ts';
import { buildNode } from './node.ts';
import { runTool } from './run-tool.ts';
import { buildPythonVenv } from './venv.ts';
import { replaceInFiles } from './replace-in-files.ts';
import { findYarn } from './yarn.ts';

const buildDotnet: Builder<'dotnet'> = async (step, context) => {
  const dotnet = await context.toolchains.program('dotnet', ['dotnet'], context.options);
  const cwd = context.staging;
  joinInside(context.staging, step.project);
  const output = joinInside(context.staging, step.output);
  const env = { MSBUILDDISABLENODEREUSE: '1' };
  const call = { cwd, toolchains: ['dotnet'] as const, env };
  await runTool(context, { ...call, argv: [dotnet, 'restore', step.project] });
  await runTool(context, {
    ...call,
    argv: [dotnet, 'publish', step.project, '-c', 'Release', '--no-restore', '-o', output],
  });
};

const makeSymlink: Builder<'symlink'> = async (step, { tools, staging }) => {
  const path = joinInside(staging, step.path);
  joinInside(staging, step.target);
  const up = step.path.split('/').filter((part) => part !== '' && part !== '.').length - 1;
  await tools.files.makeDirectory(parentOf(path));
  await tools.files.remove(path, { recursive: true });
  await tools.files.symlink(`${'../'.repeat(up)}${step.target}`, path);
};

const rename: Builder<'rename'> = async (step, { tools, staging }) => {
  const pattern = new RegExp(`^(?:${step.pattern})$`);
  const found = (await tools.files.list(staging)).filter((name) => pattern.test(name));
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new Problem('build.failed', `${found.length} files are named like ${step.pattern}; one was expected`);
  if (only !== step.to) await tools.files.rename(`${staging}/${only}`, joinInside(staging, step.to));
};

const runCommand: Builder<'run'> = async (step, context) => {
  const [name, ...args] = step.argv.map((part) => part.replaceAll('${version}', context.version));
  if (name === undefined) throw new Problem('build.failed', 'A build step has no command');
  const cwd = joinInside(context.staging, step.cwd ?? '');
  const { env } = step;
  if (step.toolchain === 'yarn' && name === 'yarn') {
    const { command, toolchains } = await findYarn(context, cwd);
    return runTool(context, { argv: [...command, ...args], cwd, toolchains, ...(env && { env }) });
  }
  const program = await context.toolchains.program(step.toolchain, [name], context.options);
  await runTool(context, { argv: [program, ...args], cwd, toolchains: [step.toolchain], ...(env && { env }) });
};

const builders: { readonly [K in BuildStep['kind']]: Builder<K> } = {
  'python-venv': buildPythonVenv,
  node: buildNode,
  dotnet: buildDotnet,
  'replace-in-files': replaceInFiles,
  symlink: makeSymlink,
  'carry-libraries': carryLibraries,
  rename,
  run: runCommand,
};

/** The steps that concern the layout of what was unpacked. */
export async function stepsFor({ tools, staging, artifact }: BuildContext): Promise<readonly BuildStep[]> {
  const has = async (path: string): Promise<boolean> =>
    (await tools.files.facts(joinInside(staging, path))) !== undefined;
  const applies = await Promise.all(
    artifact.build.map(
      async ({ ifPresent, ifAbsent }) =>
        (ifPresent === undefined || (await has(ifPresent))) && (ifAbsent === undefined || !(await has(ifAbsent))),
    ),
  );
  return artifact.build.filter((_step, index) => applies[index]);
}

/** Performs one step of a build. @throws Problem `build.failed`, `host.missing` */
export function buildStep(step: BuildStep, context: BuildContext): Promise<void> {
  return perform(step.kind, step, context);
}

function perform<K extends BuildStep['kind']>(kind: K, step: BuildStep, context: BuildContext): Promise<void> {
  // As in the registry of sources: `kind` is the kind of this very step.
  return builders[kind](step as StepOf<K>, context);
}
