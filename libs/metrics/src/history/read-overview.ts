import type { MetricsHistoryView, MetricsQuery } from '@showrunner/contracts';
import { toColumns } from '../series/build-series.ts';
import { toMeans } from '../series/means.ts';
import type { SampleSource } from './history-store.ts';
import { type Gauges, parseSnapshot, type StoredProcess } from './stored-snapshot.ts';

/** More samples than a month has, at one a minute. */
const mostSamples = 60_000;
const leastBucketSeconds = 5;

/** A range for our own charts: means, so that a short peak is a small one and not a lie about the whole point. */
export async function readOverview(
  source: SampleSource,
  { rangeSeconds = 3600, points = 300, process }: MetricsQuery,
  now: number,
): Promise<Omit<MetricsHistoryView, 'kept'>> {
  const bucketSeconds = Math.max(leastBucketSeconds, Math.ceil(rangeSeconds / points));
  const samples = await source.gauges({ since: now / 1000 - rangeSeconds, limit: mostSamples });
  const means = toMeans(samples, bucketSeconds);
  const columns = toColumns(means);
  return {
    seconds: means.map(({ timestamp }) => timestamp),
    bucketSeconds,
    machine: {
      cpuPct: columns.cpu,
      memoryPct: columns.mem,
      diskPct: columns.disk,
      diskReadRate: columns.disk_read_rate,
      diskWriteRate: columns.disk_write_rate,
      sentRate: columns.net_sent_rate,
      receivedRate: columns.net_recv_rate,
    },
    service: process === undefined ? null : await readService(source, means, process),
  };
}

/** What a service used at each point, by the last sample of it. */
async function readService(source: SampleSource, points: readonly Gauges[], name: string) {
  const found = new Map<number, StoredProcess>();
  for await (const text of source.texts(points.map(({ timestamp }) => timestamp))) {
    const sample = parseSnapshot(text);
    const process = sample?.dumb_managed?.find((entry) => entry.name === name);
    if (sample !== undefined && process !== undefined) found.set(sample.timestamp, process);
  }
  const column = (pick: (process: StoredProcess) => number | undefined) =>
    points.map(({ timestamp }) => {
      const process = found.get(timestamp);
      return (process && pick(process)) ?? null;
    });
  return { cpuPct: column((process) => process.cpu_percent), memoryBytes: column((process) => process.rss) };
}
