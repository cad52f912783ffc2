import type { MetricsHistoryItem, MetricsSeries, MetricsStats } from '@showrunner/contracts';
import type { Gauges } from '../history/stored-snapshot.ts';

type Points = (number | null)[];

/** Bytes a second between neighbours; null at the first, where a counter began anew, and without time between them. */
export function toRates(values: readonly (number | null)[], timestamps: readonly number[]): Points {
  return values.map((value, index) => {
    const before = values[index - 1] ?? null;
    const seconds = (timestamps[index] ?? 0) - (timestamps[index - 1] ?? 0);
    if (index === 0 || value === null || before === null || seconds <= 0 || value < before) return null;
    return (value - before) / seconds;
  });
}

/** Columns of what is drawn of the machine. */
export function toColumns(gauges: readonly Gauges[]): Omit<MetricsSeries, 'filesystems' | 'network_interfaces'> {
  const timestamps = gauges.map(({ timestamp }) => timestamp);
  const rates = (pick: (entry: Gauges) => number | null) => toRates(gauges.map(pick), timestamps);
  return {
    cpu: gauges.map(({ cpu }) => cpu),
    mem: gauges.map(({ mem }) => mem),
    disk: gauges.map(({ disk }) => disk),
    inode: gauges.map(({ inode }) => inode),
    disk_read_rate: rates(({ readBytes }) => readBytes),
    disk_write_rate: rates(({ writtenBytes }) => writtenBytes),
    net_sent_rate: rates(({ sentBytes }) => sentBytes),
    net_recv_rate: rates(({ receivedBytes }) => receivedBytes),
  };
}

/** Columns of what is drawn, those of each file system and interface that any of the samples has among them. */
export function toSeries(gauges: readonly Gauges[], items: readonly MetricsHistoryItem[]): MetricsSeries {
  const timestamps = items.map(({ timestamp }) => timestamp);
  const paths = new Set(items.flatMap(({ system }) => system.filesystems.map(({ path }) => path)));
  const names = new Set(items.flatMap(({ system }) => system.network_interfaces.map(({ name }) => name)));
  const fileSystems = [...paths].map((path) => {
    const entries = items.map(({ system }) => system.filesystems.find((entry) => entry.path === path));
    const disk = entries.map((entry) => entry?.percent ?? null);
    return [path, { disk, inode: entries.map((entry) => entry?.inode.percent ?? null) }] as const;
  });
  const interfaces = [...names].map((name) => {
    const entries = items.map(({ system }) => system.network_interfaces.find((entry) => entry.name === name));
    const sent = entries.map((entry) => entry?.sent_bytes ?? null);
    const received = entries.map((entry) => entry?.recv_bytes ?? null);
    return [name, { sent_rate: toRates(sent, timestamps), recv_rate: toRates(received, timestamps) }] as const;
  });
  return {
    ...toColumns(gauges),
    filesystems: Object.fromEntries(fileSystems),
    network_interfaces: Object.fromEntries(interfaces),
  };
}

/** Least and greatest of each column; null without a sample, and for a column without a number. */
export function toStats(gauges: readonly Gauges[]): MetricsStats | null {
  if (gauges.length === 0) return null;
  const columns = toColumns(gauges);
  return {
    cpu: extremes(columns.cpu),
    mem: extremes(columns.mem),
    disk: extremes(columns.disk),
    inode: extremes(columns.inode),
    disk_read_rate: extremes(columns.disk_read_rate),
    disk_write_rate: extremes(columns.disk_write_rate),
    net_sent_rate: extremes(columns.net_sent_rate),
    net_recv_rate: extremes(columns.net_recv_rate),
  };
}

function extremes(values: readonly (number | null)[]): { min: number; max: number } | null {
  // A loop: there may be more of them than a call can have arguments.
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return max < min ? null : { min, max };
}
