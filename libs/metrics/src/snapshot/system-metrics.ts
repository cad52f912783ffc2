import type { FileSystemEntry, NetworkInterface, SystemMetrics } from '@showrunner/contracts';
import type { DiskReading, FileSystemReading, InterfaceReading, SystemReading } from '@showrunner/platform';
import type { MetricsScope } from '../sampling/apply-scope.ts';

type Traffic = SystemMetrics['net_io'];

/** The machine in the shape of the original's wire: bytes, epoch seconds, percents. */
export function toSystemMetrics(
  reading: SystemReading,
  options: { scope: MetricsScope; interfaces: readonly string[] },
): SystemMetrics {
  const interfaces = selectInterfaces(reading.interfaces, options.interfaces);
  const filesystems = reading.fileSystems.map(toFileSystem);
  const { inode, ...disk } = filesystems[0] ?? toFileSystem({ path: '/', mountPoint: '/', type: '' });
  return {
    scope: options.scope,
    cpu_percent: reading.cpuPct,
    cpu_count: reading.cpuCount,
    load_avg: [...reading.loadAverage],
    mem: toShare(reading.memory),
    swap: toShare(reading.swap),
    disk,
    inode,
    filesystems,
    disk_io: toDiskIo(reading.disks),
    net_io: sumTraffic(reading.interfaces.filter(({ name }) => interfaces.some((entry) => entry.name === name))),
    network_interfaces: interfaces,
    boot_time: reading.bootedAt / 1000,
    container_start_time: reading.containerStartedAt / 1000,
  };
}

/** The interfaces of these names in their order, or all; one that is gone has no numbers. */
export function selectInterfaces(readings: readonly InterfaceReading[], names: readonly string[]): NetworkInterface[] {
  if (names.includes('all')) return readings.map(toInterface);
  return names.map((name) => {
    const reading = readings.find((entry) => entry.name === name);
    return reading === undefined ? { ...gone, name } : toInterface(reading);
  });
}

const gone = {
  available: false,
  is_up: null,
  speed_mbps: null,
  mtu: null,
  sent_bytes: null,
  recv_bytes: null,
  sent_packets: null,
  recv_packets: null,
  errors_in: null,
  errors_out: null,
  drops_in: null,
  drops_out: null,
};

function toInterface(entry: InterfaceReading): NetworkInterface {
  const { name, isUp, speedMbps, mtu } = entry;
  return { name, available: true, is_up: isUp, speed_mbps: speedMbps, mtu, ...sumTraffic([entry]) };
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

export function toFileSystem({ path, mountPoint, type, space, inodes }: FileSystemReading): FileSystemEntry {
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

export function percentOf(part: number, whole: number): number {
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
