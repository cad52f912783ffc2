import type { UpdatesAnswer, UpdateView } from '@showrunner/contracts';
import { queryOptions } from '@tanstack/react-query';
import { get, post } from './client.ts';

/** Versions of all services, and what became of updates; asked for again when the live stream tells news of them. */
export const updatesQuery = queryOptions({
  queryKey: ['updates'],
  queryFn: ({ signal }) => get<UpdatesAnswer>('/api/native/updates', signal),
});

/** Looks for a new version now. */
export function checkForUpdate(processName: string): Promise<UpdateView> {
  return post<UpdateView>(`/api/native/updates/${encodeURIComponent(processName)}/check`);
}
