import type { MetricsSample } from '@showrunner/contracts';
import type { Sample } from '../sampling/sampler.ts';

/** A sample as our own dashboard draws it. */
export function toMetricsSample({ at, system, units }: Sample): MetricsSample {
  return {
    at,
    cpuPct: system.cpuPct ?? 0,
    memoryUsedBytes: system.memory.used,
    memoryTotalBytes: system.memory.total,
    units: units.map(({ unitId, cpuPct, reading }) => ({ unitId, cpuPct, memoryBytes: reading.memoryBytes })),
  };
}
