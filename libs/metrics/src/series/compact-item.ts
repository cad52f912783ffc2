import type { MetricsHistoryItem } from '@showrunner/contracts';
import type { StoredProcess, StoredSnapshot } from '../history/stored-snapshot.ts';

/** What of a snapshot is drawn in charts. What an earlier version did not keep is null. */
export function toCompactItem(snapshot: StoredSnapshot): MetricsHistoryItem {
  const { timestamp, system = {}, dumb_managed: managed = [], external = [], database_health: health } = snapshot;
  const share = (part: { percent?: number | null | undefined } | null | undefined) =>
    part ? { percent: part.percent ?? null } : null;
  const { disk_io: disks, net_io: traffic } = system;
  return {
    timestamp,
    system: {
      cpu_percent: system.cpu_percent ?? null,
      cpu_count: system.cpu_count ?? null,
      mem: share(system.mem),
      disk: share(system.disk),
      inode: share(system.inode),
      filesystems: (system.filesystems ?? []).map(({ path, mount_point, fs_type, available, percent, inode }) => ({
        path,
        mount_point,
        fs_type,
        available,
        percent,
        inode: { percent: inode.percent },
      })),
      disk_io: disks ? { read_bytes: disks.read_bytes ?? null, write_bytes: disks.write_bytes ?? null } : null,
      net_io: traffic ? { sent_bytes: traffic.sent_bytes ?? null, recv_bytes: traffic.recv_bytes ?? null } : null,
      network_interfaces: [...(system.network_interfaces ?? [])],
    },
    dumb_managed: managed.map(toCompactProcess),
    external: external.map(toCompactProcess),
    database_health: health ? { ...health } : null,
  };
}

function toCompactProcess({ name = '', pid, cpu_percent: cpu, rss, disk_io: disks }: StoredProcess) {
  return {
    name,
    pid: pid ?? null,
    cpu_percent: cpu ?? null,
    rss: rss ?? null,
    disk_io: disks ? { read_bytes: disks.read_bytes, write_bytes: disks.write_bytes } : null,
  };
}
