import type { Probe, UnitSpec } from '@showrunner/planner';

/** A spec as it may be on disk: of this version, or of the one that had a single list of probes. */
export type SavedSpec = UnitSpec | EarlierSpec;

type EarlierSpec = Omit<UnitSpec, 'probes'> & {
  readonly probes: readonly Omit<Probe, 'intervalMs' | 'timeoutMs' | 'failureThreshold' | 'successThreshold'>[];
  readonly probeIntervalMs: number;
};

/** What such a probe was asked with. */
const earlier = { timeoutMs: 2_500, failureThreshold: 1, successThreshold: 1 };

/** A program that an earlier version has started goes on being watched as it was. */
export function toCurrentSpec(saved: SavedSpec): UnitSpec {
  if (!isEarlier(saved)) return saved;
  const { probes, probeIntervalMs, ...kept } = saved;
  const readiness = probes.map((probe) => ({ ...probe, ...earlier, intervalMs: probeIntervalMs }) as Probe); // as it was
  return { ...kept, probes: { startup: [], readiness, liveness: [] } };
}

function isEarlier(saved: SavedSpec): saved is EarlierSpec {
  return Array.isArray(saved.probes);
}
