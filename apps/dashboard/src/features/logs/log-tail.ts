import { queryOptions } from '@tanstack/react-query';
import { get } from '../../shared/api/client.ts';
import type { LogRecord } from './log-record.ts';

/** What the log holds now, from its end. */
export interface LogTail {
  readonly records: readonly LogRecord[];
}

/** `GET /api/native/logs/:processName?tail=` */
export function logTailQuery(processName: string, tail: number) {
  return queryOptions({
    queryKey: ['logs', processName, tail],
    queryFn: ({ signal }) => get<LogTail>(`/api/native/logs/${encodeURIComponent(processName)}?tail=${tail}`, signal),
    staleTime: 0,
    gcTime: 0,
  });
}
