import type { SeerrSyncFailedAnswer, SeerrSyncPreview, SeerrSyncView } from '@showrunner/contracts';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { get, post, remove } from '../../shared/api/client.ts';

const base = '/api/native/seerr-sync';
const refreshMs = 5_000;

/** How the copying stands; asked again while the page is open. */
export const syncQuery = queryOptions({
  queryKey: ['seerr-sync', 'view'],
  queryFn: ({ signal }) => get<SeerrSyncView>(base, signal),
  refetchInterval: refreshMs,
});

/** What could not be copied, and why. */
export const failuresQuery = queryOptions({
  queryKey: ['seerr-sync', 'failed'],
  queryFn: ({ signal }) => get<SeerrSyncFailedAnswer>('/seerr-sync/failed', signal),
  refetchInterval: refreshMs,
});

const steps = {
  run: () => post<SeerrSyncView>(`${base}/run`),
  pause: () => post<SeerrSyncView>(`${base}/pause`, { isPaused: true }),
  resume: () => post<SeerrSyncView>(`${base}/pause`, { isPaused: false }),
  confirm: () => post<SeerrSyncView>(`${base}/confirm-removals`),
} as const;
export type SyncCommand = keyof typeof steps;

/** Steers the copying. */
export function useSyncCommand() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (command: SyncCommand) => steps[command](),
    onSettled: () => queries.invalidateQueries({ queryKey: ['seerr-sync'] }),
  });
}

/** Asks what the next poll would do. */
export function usePreview() {
  return useMutation({ mutationFn: () => post<SeerrSyncPreview>(`${base}/preview`), gcTime: 0 });
}

/** Forgets one failure, or all, and polls at once. */
export function useRetry() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (fingerprint: string | undefined) => {
      const query = fingerprint === undefined ? '' : `?fingerprint=${encodeURIComponent(fingerprint)}`;
      await remove(`/seerr-sync/failed${query}`);
      return steps.run();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['seerr-sync'] }),
  });
}

/** Tries an address and a key; a masked key is the stored one. */
export function useServerTest() {
  return useMutation({
    mutationFn: ({ url, key }: { readonly url: string; readonly key: string }) =>
      post<{ readonly status: { readonly version?: string } }>('/seerr-sync/test', { url, api_key: key }),
    gcTime: 0,
  });
}
