import type { ExternalProcessMetrics, ManagedProcessMetrics, MetricsSnapshot } from '@showrunner/contracts';
import type { FileSystemReading, ProcessReading, SocketReading } from '@showrunner/platform';
import type { FullSample, StrangerUsage } from '../sampling/collector.ts';
import type { UnitUsage } from '../sampling/sampler.ts';
import { percentOf, toDiskIo, toSystemMetrics } from './system-metrics.ts';

/** So many connections of a process are told. */
const mostConnections = 50;

/** What is shown beside a sample. */
export interface SnapshotParts {
  /** Interfaces that are counted; the word `all` is every one. */
  readonly interfaces: readonly string[];
  readonly databaseHealth: MetricsSnapshot['database_health'];
  readonly plexStatus: MetricsSnapshot['plex_status'];
}

/** A sample in the shape of the original's `GET /metrics`. */
export function toMetricsSnapshot(sample: FullSample, parts: SnapshotParts): MetricsSnapshot {
  return {
    timestamp: sample.at / 1000,
    system: toSystemMetrics(sample.system, { scope: sample.scope, interfaces: parts.interfaces }),
    dumb_managed: sample.units.map((unit) => toManaged(unit, sample)),
    external: sample.strangers.map(toExternal),
    database_health: parts.databaseHealth,
    plex_status: parts.plexStatus,
  };
}

function toManaged(unit: UnitUsage, { sockets, spaces }: FullSample): ManagedProcessMetrics {
  const paths = unit.paths.map(({ named, real }) => toDiskPath(named, spaces.get(real)));
  return {
    name: unit.processName,
    pid: unit.pid,
    start_time: unit.startedAt / 1000,
    ...toUsage(unit.cpuPct, unit.reading),
    ...toSocketFields(sockets.get(unit.pid)),
    disk_paths: { paths, used_total: paths.reduce((sum, { usage }) => sum + (usage?.used ?? 0), 0) },
    ports_config: [...unit.ports],
  };
}

function toExternal({ name, pid, cpuPct, reading, containerId }: StrangerUsage): ExternalProcessMetrics {
  return { name, pid, ...toUsage(cpuPct, reading), container_id: containerId };
}

function toUsage(cpuPct: number, reading: ProcessReading) {
  return {
    cpu_percent: cpuPct,
    rss: reading.memoryBytes,
    vms: reading.virtualBytes,
    threads: reading.threads,
    disk_io: toDiskIo(reading.disks),
  };
}

/** Both keys are there only when there is something to say. */
function toSocketFields(sockets: SocketReading | undefined) {
  const { ports = [], connections = [] } = sockets ?? {};
  const told = connections.slice(0, mostConnections).map(({ state, local, remote }) => ({
    status: state,
    laddr: [local[0], local[1]] as [string, number],
    raddr: [remote[0], remote[1]] as [string, number],
  }));
  return {
    ...(ports.length > 0 ? { ports: [...ports] } : {}),
    ...(told.length > 0 ? { net_connections: told } : {}),
  };
}

function toDiskPath(path: string, reading: FileSystemReading | undefined) {
  const space = reading?.space;
  const usage = space && {
    total: space.total,
    used: space.used,
    percent: percentOf(space.used, space.used + space.free),
  };
  return { path, exists: space !== undefined, usage: usage ?? null };
}
