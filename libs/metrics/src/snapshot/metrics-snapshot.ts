import type { ManagedProcessMetrics, MetricsSnapshot } from '@showrunner/contracts';
import type { Sample, UnitUsage } from '../sampling/sampler.ts';
import { toDiskIo, toSystemMetrics } from './system-metrics.ts';

/** A sample in the shape of the original's `GET /metrics`. What is not measured says so. */
export function toMetricsSnapshot(sample: Sample): MetricsSnapshot {
  return {
    timestamp: sample.at / 1000,
    system: toSystemMetrics(sample.system),
    dumb_managed: sample.units.map(toManaged),
    external: [],
    database_health: { enabled: false, services: [] },
    plex_status: { enabled: false, available: false, indicator: 'disabled' },
  };
}

function toManaged({ processName, pid, startedAt, ports, cpuPct, reading }: UnitUsage): ManagedProcessMetrics {
  return {
    name: processName,
    pid,
    start_time: startedAt / 1000,
    cpu_percent: cpuPct,
    rss: reading.memoryBytes,
    vms: reading.virtualBytes,
    threads: reading.threads,
    disk_io: toDiskIo(reading.disks),
    disk_paths: { paths: [], used_total: 0 },
    ports_config: [...ports],
  };
}
