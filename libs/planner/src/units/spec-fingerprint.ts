import { fingerprint } from '../fingerprint.ts';
import type { UnitSpec } from '../unit.ts';

/**
 * A fingerprint of what a process is made of: program, arguments, environment, user, files. How it is watched, restarted
 * and stopped is not in it, because that changes while it runs; nor is what its control group limits. The number of open
 * files is, because a process is given that once and for all.
 */
export function specFingerprint({ argv, cwd, env, user, outputFile, mounts, inputs, limits }: UnitSpec): string {
  const openFiles = limits?.openFiles;
  const made = { argv, cwd, env, user, outputFile, mounts, inputs };
  return fingerprint(openFiles === undefined ? made : { ...made, openFiles });
}

/** Whether a process that was started with `running` is what the spec says, whichever of the two fingerprints it has. */
export function isCurrent(running: string | undefined, spec: UnitSpec, before: () => UnitSpec | undefined): boolean {
  const wanted = specFingerprint(spec);
  if (running === wanted || running === fingerprint(spec)) return true;
  const old = before();
  return old !== undefined && specFingerprint(old) === wanted && running === fingerprint(old);
}
