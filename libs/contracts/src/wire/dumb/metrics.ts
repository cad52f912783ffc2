import { type Static, Type } from '../../schema.ts';
import { Nullable, OpenObject } from './common.ts';

const Amount = Nullable(Type.Number());
const Share = Type.Object({ total: Type.Number(), used: Type.Number(), percent: Amount });
const Inodes = Type.Object({ total: Amount, used: Amount, free: Amount, percent: Amount, path: Type.String() });
export const FileSystem = Type.Object({
  path: Type.String(),
  mount_point: Type.String(),
  fs_type: Type.String(),
  available: Type.Boolean(),
  total: Amount,
  used: Amount,
  free: Amount,
  percent: Amount,
});
const Traffic = {
  sent_bytes: Amount,
  recv_bytes: Amount,
  sent_packets: Amount,
  recv_packets: Amount,
  errors_in: Amount,
  errors_out: Amount,
  drops_in: Amount,
  drops_out: Amount,
};
export const DiskIo = Type.Object({
  read_bytes: Type.Number(),
  write_bytes: Type.Number(),
  read_count: Type.Number(),
  write_count: Type.Number(),
});

/** A selected interface that is gone stays listed, without numbers. */
export const NetworkInterface = Type.Object({
  name: Type.String(),
  available: Type.Boolean(),
  is_up: Nullable(Type.Boolean()),
  speed_mbps: Amount,
  mtu: Amount,
  ...Traffic,
});
export type NetworkInterface = Static<typeof NetworkInterface>;

/** A file system by a path in it, with its inodes. */
export const FileSystemEntry = Type.Composite([FileSystem, Type.Object({ inode: Inodes })]);
export type FileSystemEntry = Static<typeof FileSystemEntry>;

/** The machine: sizes in bytes, times in epoch seconds, percents of the whole. */
export const SystemMetrics = Type.Object({
  scope: Type.String(),
  cpu_percent: Amount,
  cpu_count: Type.Number(),
  load_avg: Nullable(Type.Array(Type.Number())),
  mem: Share,
  swap: Share,
  disk: FileSystem,
  inode: Inodes,
  filesystems: Type.Array(FileSystemEntry),
  disk_io: Nullable(DiskIo),
  net_io: Type.Object(Traffic),
  network_interfaces: Type.Array(NetworkInterface),
  boot_time: Type.Number(),
  container_start_time: Type.Number(),
});
export type SystemMetrics = Static<typeof SystemMetrics>;

const usageFields = {
  /** Percent of one core: may exceed 100. */
  cpu_percent: Type.Number(),
  rss: Type.Number(),
  vms: Type.Number(),
  threads: Type.Integer(),
  disk_io: Nullable(DiskIo),
};
const Address = Type.Tuple([Type.String(), Type.Integer()]);
const DiskPath = Type.Object({
  path: Type.String(),
  exists: Type.Boolean(),
  /** Of the file system that the path lies in. */
  usage: Nullable(Share),
});

/** One running process of ours. */
export const ManagedProcessMetrics = Type.Object({
  name: Type.String(),
  pid: Type.Integer(),
  start_time: Type.Number(),
  ...usageFields,
  /** Ports that it listens on; left out without any, as are its connections. */
  ports: Type.Optional(Type.Array(Type.Integer())),
  net_connections: Type.Optional(
    Type.Array(Type.Object({ status: Type.String(), laddr: Address, raddr: Address }), { maxItems: 50 }),
  ),
  disk_paths: Type.Object({ paths: Type.Array(DiskPath), used_total: Type.Number() }),
  ports_config: Type.Array(Type.Integer()),
});
export type ManagedProcessMetrics = Static<typeof ManagedProcessMetrics>;

/** One of the busiest processes that are not ours. */
export const ExternalProcessMetrics = Type.Object({
  name: Type.String(),
  pid: Type.Integer(),
  ...usageFields,
  container_id: Nullable(Type.String()),
});
export type ExternalProcessMetrics = Static<typeof ExternalProcessMetrics>;

/** `GET /metrics`, and the `data` of a frame of `/ws/metrics`. */
export const MetricsSnapshot = Type.Object({
  timestamp: Type.Number(),
  system: SystemMetrics,
  dumb_managed: Type.Array(ManagedProcessMetrics),
  external: Type.Array(ExternalProcessMetrics),
  database_health: Type.Object({ enabled: Type.Boolean(), services: Type.Array(OpenObject) }),
  plex_status: OpenObject,
});
export type MetricsSnapshot = Static<typeof MetricsSnapshot>;

/** `GET /metrics/filesystems`: what may be chosen under `dumb.metrics.filesystem_paths`. */
export const MetricsFilesystemsAnswer = Type.Object({
  configured_paths: Type.Array(Type.String()),
  candidates: Type.Array(FileSystemEntry),
});
export type MetricsFilesystemsAnswer = Static<typeof MetricsFilesystemsAnswer>;

/** `GET /metrics/network-interfaces`: what may be chosen under `dumb.metrics.network_interfaces`. */
export const MetricsInterfacesAnswer = Type.Object({
  configured_interfaces: Type.Array(Type.String()),
  candidates: Type.Array(NetworkInterface),
});
export type MetricsInterfacesAnswer = Static<typeof MetricsInterfacesAnswer>;

/** Frame of the namespace `/metrics` that our own dashboard reads. */
export const MetricsSample = Type.Object({
  /** Epoch milliseconds. */
  at: Type.Number(),
  cpuPct: Type.Number(),
  memoryUsedBytes: Type.Number(),
  memoryTotalBytes: Type.Number(),
  /** Share of the first file system that is chosen; null where it does not answer. */
  diskPct: Amount,
  /** Bytes so far; what is between two samples is a rate. */
  counters: Type.Object({
    readBytes: Amount,
    writtenBytes: Amount,
    sentBytes: Type.Number(),
    receivedBytes: Type.Number(),
  }),
  units: Type.Array(Type.Object({ unitId: Type.String(), cpuPct: Type.Number(), memoryBytes: Type.Number() })),
});
export type MetricsSample = Static<typeof MetricsSample>;
