import type { Probe, UnitSpec } from '@showrunner/planner';

/** What has no probe counts as started when it has lived this long. */
export const settleMs = 1_000;

/** Whether anything is asked at all; what has no probe counts as started once it has lived a moment. */
export function isProbed({ probes }: UnitSpec): boolean {
  return startupProbesOf({ probes }).length > 0;
}

/** What is asked until a unit has come up: its own startup probes, else whatever will be asked later. */
export function startupProbesOf({ probes }: Pick<UnitSpec, 'probes'>): readonly Probe[] {
  const { startup, readiness, liveness } = probes;
  return [startup, readiness, liveness].find(({ length }) => length > 0) ?? [];
}

/** Whether that it has come up does not say yet that it may serve. */
export function isReadinessApart({ probes: { startup, readiness } }: UnitSpec): boolean {
  return startup.length > 0 && readiness.length > 0;
}
