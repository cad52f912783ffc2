import { Problem } from '@showrunner/contracts';
import type { BuildContext } from '../build/builder.ts';
import { buildStep, stepsFor } from '../build/steps.ts';
import { joinInside } from '../containment.ts';

const marker = 'version.txt';

/** Performs the build steps of an artifact in order, then proves that what the manifest promises is there. */
export async function build(context: BuildContext): Promise<void> {
  const { artifact, staging, tools, toolchains, options, version } = context;
  for (const name of artifact.toolchains) {
    options.signal.throwIfAborted();
    options.onProgress(`Preparing ${name}`);
    await toolchains.resolve(name, options);
  }
  for (const step of await stepsFor(context)) {
    options.signal.throwIfAborted();
    await buildStep(step, context);
  }
  if (artifact.spec.version.kind === 'marker') {
    // A build may have put a link there, and we may have more rights than it had.
    await tools.files.remove(`${staging}/${marker}`, { recursive: true });
    await tools.files.write(`${staging}/${marker}`, `${version}\n`, { mode: 0o644 });
  }
  for (const path of artifact.spec.executables ?? []) await makeExecutable(context, path);
  await checkReady(context, staging);
  if (artifact.owner) await tools.files.setOwner(staging, artifact.owner, { recursive: true });
}

/** Some archives do not carry modes. */
async function makeExecutable({ tools, staging }: BuildContext, relative: string): Promise<void> {
  const path = joinInside(staging, relative);
  const facts = await tools.files.facts(path);
  if (facts?.kind === 'file' && (facts.mode & 0o111) !== 0o111) await tools.files.setMode(path, facts.mode | 0o755);
}

/** @throws Problem `build.failed` naming every file that is missing */
export async function checkReady(
  { artifact, tools }: Pick<BuildContext, 'artifact' | 'tools'>,
  directory: string,
): Promise<void> {
  const missing: string[] = [];
  for (const path of artifact.spec.ready) {
    if ((await tools.files.facts(joinInside(directory, path))) === undefined) missing.push(path);
  }
  if (missing.length === 0) return;
  throw new Problem('build.failed', `${artifact.processName} was built, but has no ${missing.join(', ')}`, {
    details: { missing },
  });
}
