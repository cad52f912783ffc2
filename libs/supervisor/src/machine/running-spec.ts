import { specFingerprint, type UnitSpec } from '@showrunner/planner';

/**
 * The spec that a running program goes on by once another is defined. Where its process would be the same, that is the
 * new one; else it is the one that it was started with, but its name, policy and edges are those of today.
 */
export function toRunningSpec(running: UnitSpec, defined: UnitSpec): UnitSpec {
  if (specFingerprint(running) === specFingerprint(defined)) return defined;
  const { processName, restart, edges } = defined;
  return { ...running, processName, restart, edges };
}
