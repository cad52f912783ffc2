import type { SystemMetrics } from '@showrunner/contracts';
import type { DiskReading, FileSystemReading, InterfaceReading, SystemReading } from '@showrunner/platform';

type FileSystem = SystemMetrics['filesystems'][number];
type Traffic = SystemMetrics['net_io'];

/** The machine in the shape of the original's wire: bytes, epoch seconds, percents. */
export function toSystemMetrics(reading: SystemReading): SystemMetrics {
  const filesystems = reading.fileSystems.map(toFileSystem);
  const { inode, ...disk } = filesystems[0] ?? toFileSystem({ path: '/', mountPoint: '/', type: '' });
  return {
    scope: 'host',
    cpu_percent: reading.cpuPct,
    cpu_count: reading.cpuCount,
    load_avg: [...reading.loadAverage],
    mem: toShare(reading.memory),
    swap: toShare(reading.swap),
    disk,
    inode,
    filesystems,
    disk_io: toDiskIo(reading.disks),
    net_io: sumTraffic(reading.interfaces),
    network_interfaces: reading.interfaces.map((entry) => ({
      name: entry.name,
      available: true,
      is_up: entry.isUp,
      speed_mbps: entry.speedMbps,
      mtu: entry.mtu,
      ...sumTraffic([entry]),
    })),
    boot_time: reading.bootedAt / 1000,
    container_start_time: reading.containerStartedAt / 1000,
  };
}

/** Counters of disks as the wire names them. */
export function toDiskIo(disks: DiskReading | null): SystemMetrics['disk_io'] {
  if (disks === null) return null;
  return {
    read_bytes: disks.readBytes,
    write_bytes: disks.writtenBytes,
    read_count: disks.reads,
    write_count: disks.writes,
  };
}

function toFileSystem({ path, mountPoint, type, space, inodes }: FileSystemReading): FileSystem {
  return {
    path,
    mount_point: mountPoint,
    fs_type: type,
    available: space !== undefined,
    total: space?.total ?? null,
    used: space?.used ?? null,
    free: space?.free ?? null,
    percent: space ? percentOf(space.used, space.used + space.free) : null,
    inode: {
      total: inodes?.total ?? null,
      used: inodes?.used ?? null,
      free: inodes?.free ?? null,
      percent: inodes ? percentOf(inodes.used, inodes.total) : null,
      path,
    },
  };
}

function toShare({ total, used }: { total: number; used: number }): SystemMetrics['mem'] {
  return { total, used, percent: percentOf(used, total) };
}

function percentOf(part: number, whole: number): number {
  return whole > 0 ? Math.round((part / whole) * 1000) / 10 : 0;
}

function sumTraffic(interfaces: readonly InterfaceReading[]): Traffic {
  const sum = (pick: (entry: InterfaceReading) => number) =>
    interfaces.reduce((total, entry) => total + pick(entry), 0);
  return {
    sent_bytes: sum(({ sent }) => sent.bytes),
    recv_bytes: sum(({ received }) => received.bytes),
    sent_packets: sum(({ sent }) => sent.packets),
    recv_packets: sum(({ received }) => received.packets),
    errors_in: sum(({ received }) => received.errors),
    errors_out: sum(({ sent }) => sent.errors),
    drops_in: sum(({ received }) => received.drops),
    drops_out: sum(({ sent }) => sent.drops),
  };
}
