import type { Gauges } from '../history/stored-snapshot.ts';

/** Points further apart than this many buckets have a time between them in which nothing was measured. */
const gapBuckets = 3;

/**
 * One point a bucket: the mean of the shares, counters and moment of the last sample. Where nothing was measured for a
 * while, a point without values stands between.
 */
export function toMeans(samples: readonly Gauges[], bucketSeconds: number): readonly Gauges[] {
  const points: Gauges[] = [];
  let group: Gauges[] = [];
  const close = () => {
    const last = group.at(-1);
    if (last === undefined) return;
    const before = points.at(-1);
    if (before !== undefined && last.timestamp - before.timestamp > gapBuckets * bucketSeconds) {
      points.push({ ...nothing, timestamp: before.timestamp + bucketSeconds });
    }
    points.push({ ...last, cpu: mean(group, 'cpu'), mem: mean(group, 'mem'), disk: mean(group, 'disk') });
  };
  const bucketOf = ({ timestamp }: Gauges) => Math.floor(timestamp / bucketSeconds);
  for (const sample of samples) {
    const first = group[0];
    if (first !== undefined && bucketOf(first) !== bucketOf(sample)) {
      close();
      group = [];
    }
    group.push(sample);
  }
  close();
  return points;
}

const nothing = {
  cpu: null,
  mem: null,
  disk: null,
  inode: null,
  readBytes: null,
  writtenBytes: null,
  sentBytes: null,
  receivedBytes: null,
};

function mean(group: readonly Gauges[], name: 'cpu' | 'mem' | 'disk'): number | null {
  const numbers = group.flatMap((sample) => sample[name] ?? []);
  if (numbers.length === 0) return null;
  return Math.round((numbers.reduce((sum, value) => sum + value, 0) / numbers.length) * 10) / 10;
}
