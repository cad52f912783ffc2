import type { Probe, UnitSpec } from '@showrunner/planner';

/** A spec as it may be on disk: of this version, or of one that had a single list of probes, or no edges. */
export type SavedSpec = UnitSpec | EarlierSpec | Omit<UnitSpec, 'edges'>;

type EarlierSpec = Omit<UnitSpec, 'probes' | 'edges'> & {
  readonly probes: readonly Omit<Probe, 'intervalMs' | 'timeoutMs' | 'failureThreshold' | 'successThreshold'>[];
  readonly probeIntervalMs: number;
};

/** What such a probe was asked with. */
const earlier = { timeoutMs: 2_500, failureThreshold: 1, successThreshold: 1 };

/** A program that an earlier version has started goes on being watched as it was. */
export function toCurrentSpec(saved: SavedSpec): UnitSpec {
  const edges = 'edges' in saved ? saved.edges : []; // the next plan brings them
  if (!isEarlier(saved)) return { ...saved, edges };
  const { probes, probeIntervalMs, ...kept } = saved;
  const readiness = probes.map((probe) => ({ ...probe, ...earlier, intervalMs: probeIntervalMs }) as Probe); // as it was
  return { ...kept, edges, probes: { startup: [], readiness, liveness: [] } };
}

function isEarlier(saved: SavedSpec): saved is EarlierSpec {
  return Array.isArray(saved.probes);
}
