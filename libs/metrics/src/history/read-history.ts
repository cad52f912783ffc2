import type { MetricsSeriesAnswer } from '@showrunner/contracts';
import { toSeries, toStats } from '../series/build-series.ts';
import { toCompactItem } from '../series/compact-item.ts';
import { bucketSeconds, selectPoints } from '../series/select-points.ts';
import type { SampleRange, SampleSource } from './history-store.ts';
import { parseSnapshot, type StoredSnapshot, toGauges } from './stored-snapshot.ts';

/** Without a beginning, a range is so long. */
const usualRangeSeconds = 6 * 3600;

export interface RangeQuery {
  /** Epoch seconds. */
  readonly since?: number | undefined;
  readonly full?: boolean | undefined;
  readonly limit?: number | undefined;
}

export interface SeriesQuery extends RangeQuery {
  readonly bucket_seconds?: number | null | undefined;
  readonly max_points?: number | undefined;
}

/** Beginning and length of what is asked for. @param now epoch milliseconds */
export function toRange({ since, full = false, limit = 5000 }: RangeQuery, now: number): SampleRange {
  return { since: since ?? (full ? undefined : now / 1000 - usualRangeSeconds), limit };
}

/** `/metrics/history_series`: the samples of a range, thinned, beside their columns and their extremes. */
export async function readSeries(source: SampleSource, query: SeriesQuery, now: number): Promise<MetricsSeriesAnswer> {
  const range = toRange(query, now);
  const maxPoints = query.max_points ?? 600;
  const bucket = bucketSeconds({
    requested: query.bucket_seconds,
    rangeSeconds: range.since === undefined ? undefined : Math.max(now / 1000 - range.since, 1),
    maxPoints,
  });
  const gauges = await source.gauges(range);
  const moments = gauges.map(({ timestamp }) => timestamp);
  const chosen = selectPoints(moments, bucket, maxPoints).map((index) => moments[index] ?? 0);
  const items = [];
  for await (const text of source.texts(chosen)) {
    const snapshot = parseSnapshot(text);
    // One that was damaged on the disk is left out.
    if (snapshot !== undefined) items.push(snapshot);
  }
  const compact = items.map(toCompactItem);
  return {
    items: compact,
    series: toSeries(items.map(toGauges), compact),
    timestamps: items.map(({ timestamp }) => timestamp),
    truncated: gauges.length >= range.limit,
    stats: toStats(gauges),
    bucket_seconds: bucket,
  };
}

/** The whole samples of a range, at once. */
export async function readHistory(
  source: SampleSource,
  query: RangeQuery,
  now: number,
): Promise<{ items: readonly StoredSnapshot[]; truncated: boolean }> {
  const range = toRange(query, now);
  const moments = await source.timestamps(range);
  const items: StoredSnapshot[] = [];
  for await (const text of source.texts(moments)) {
    const snapshot = parseSnapshot(text);
    if (snapshot !== undefined) items.push(snapshot);
  }
  return { items, truncated: moments.length >= range.limit };
}

/** `/metrics/history` as JSON, piece by piece: whole samples of hours are more than should be in memory at once. */
export async function* streamHistory(source: SampleSource, query: RangeQuery, now: number): AsyncGenerator<string> {
  const range = toRange(query, now);
  const moments = await source.timestamps(range);
  let separator = '{"items":[';
  for await (const text of source.texts(moments)) {
    if (parseSnapshot(text) === undefined) continue;
    yield `${separator}${text}`;
    separator = ',';
  }
  if (separator !== ',') yield separator;
  yield `],"truncated":${moments.length >= range.limit}}`;
}
