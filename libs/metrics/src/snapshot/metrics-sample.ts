import type { MetricsSample } from '@showrunner/contracts';
import type { Sample } from '../sampling/sampler.ts';
import { percentOf } from './system-metrics.ts';

/** A sample as our own dashboard draws it. */
export function toMetricsSample({ at, system, units }: Sample, interfaces: readonly string[]): MetricsSample {
  const counted = system.interfaces.filter(({ name }) => interfaces.includes('all') || interfaces.includes(name));
  const sum = (way: 'sent' | 'received') => counted.reduce((total, entry) => total + entry[way].bytes, 0);
  const space = system.fileSystems[0]?.space;
  return {
    at,
    cpuPct: system.cpuPct ?? 0,
    memoryUsedBytes: system.memory.used,
    memoryTotalBytes: system.memory.total,
    diskPct: space === undefined ? null : percentOf(space.used, space.used + space.free),
    counters: {
      readBytes: system.disks?.readBytes ?? null,
      writtenBytes: system.disks?.writtenBytes ?? null,
      sentBytes: sum('sent'),
      receivedBytes: sum('received'),
    },
    units: units.map(({ unitId, cpuPct, reading }) => ({ unitId, cpuPct, memoryBytes: reading.memoryBytes })),
  };
}
