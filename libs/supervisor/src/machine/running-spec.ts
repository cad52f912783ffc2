import type { UnitSpec } from '@showrunner/planner';
import { specFingerprint } from '@showrunner/planner/fingerprints';

/**
 * The spec that a running program goes on by once another is defined. Where its process would be the same, that is the
 * new one; else it is the one that it was started with, but its name, policy, edges and the limits of its control group are
 * those of today.
 */
export function toRunningSpec(running: UnitSpec, defined: UnitSpec): UnitSpec {
  if (specFingerprint(running) === specFingerprint(defined)) return defined;
  const { processName, restart, edges } = defined;
  const { limits: started, ...rest } = running;
  const limits = toRunningLimits(started, defined.limits);
  return { ...rest, processName, restart, edges, ...(limits === undefined ? {} : { limits }) };
}

/** The number of open files is what the process was given. */
function toRunningLimits(started: UnitSpec['limits'], defined: UnitSpec['limits']): UnitSpec['limits'] {
  if (started === undefined && defined === undefined) return undefined;
  const { openFiles: _wanted, ...live } = defined ?? {};
  return started?.openFiles === undefined ? live : { ...live, openFiles: started.openFiles };
}
