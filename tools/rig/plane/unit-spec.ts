import { toUnitId } from '@showrunner/contracts';
import type { UnitSpec } from '@showrunner/planner';

/** A unit without probes or delay before a restart; what differs is given. */
export function toUnitSpec(
  name: string,
  essentials: Pick<UnitSpec, 'argv' | 'cwd' | 'env' | 'outputFile'>,
  changes: Partial<UnitSpec> = {},
): UnitSpec {
  const unitId = toUnitId(name);
  return {
    unitId,
    processName: name,
    serviceKey: unitId,
    instance: null,
    ...essentials,
    gates: [],
    probes: { startup: [], readiness: [], liveness: [] },
    startupMs: 10_000,
    stop: { signal: 'SIGTERM', graceMs: 5_000 },
    stopTier: 'apps',
    restart: { when: 'always', backoffMs: [0], maxRestarts: 100_000, windowMs: 300_000, unhealthyThreshold: 3 },
    mounts: [],
    logs: { from: 'output', patterns: [] },
    edges: [],
    ...changes,
  };
}
