import type { MetricsHistoryView } from '@showrunner/contracts';
import { queryOptions } from '@tanstack/react-query';
import { get } from '../../shared/api/client.ts';

/** Ranges that can be looked at, in seconds. */
export const ranges = [
  { seconds: 3_600, label: '1 hour' },
  { seconds: 6 * 3_600, label: '6 hours' },
  { seconds: 24 * 3_600, label: '24 hours' },
  { seconds: 7 * 24 * 3_600, label: '7 days' },
] as const;

export const defaultRange = ranges[0].seconds;

/** The past of the machine, and of one service where one is named. Long ranges are asked for less often. */
export function historyQuery(rangeSeconds: number, process: string | null) {
  const query = new URLSearchParams({ rangeSeconds: String(rangeSeconds) });
  if (process !== null) query.set('process', process);
  return queryOptions({
    queryKey: ['metrics', rangeSeconds, process],
    queryFn: ({ signal }) => get<MetricsHistoryView>(`/api/native/metrics?${query.toString()}`, signal),
    refetchInterval: Math.max(30_000, (rangeSeconds / 300) * 1_000),
  });
}
