import type {
  DeliveryRow,
  JsonObject,
  NotificationHistoryAnswer,
  NotificationsConfig,
  ShownDestination,
} from '@showrunner/contracts';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { get, post, remove } from '../../../shared/api/client.ts';

/** Who is told what. */
export const configQuery = queryOptions({
  queryKey: ['notifications', 'config'],
  queryFn: ({ signal }) => get<NotificationsConfig>('/notifications/config', signal),
});

export interface HistoryFilter {
  readonly status: string;
  readonly eventType: string;
}

/** What was told; looked at again while somebody reads it. */
export function historyQuery({ status, eventType }: HistoryFilter) {
  return queryOptions({
    queryKey: ['notifications', 'history', status, eventType],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ limit: '100', status, event_type: eventType });
      return get<NotificationHistoryAnswer>(`/notifications/history?${query.toString()}`, signal);
    },
    refetchInterval: 10_000,
  });
}

/** A destination as it is sent: a blank address keeps the one that is stored. */
export type SentDestination = Omit<
  ShownDestination,
  'url' | 'headers' | 'url_configured' | 'headers_configured' | 'kind' | 'place'
> & { readonly url: string; readonly headers: Readonly<Record<string, string>> };

/** Settings to be changed; what is left out stays. */
export type ConfigChange = Partial<Omit<NotificationsConfig, 'destinations'>> & {
  readonly destinations?: readonly (SentDestination | ShownDestination)[];
};

export function useSaveConfig() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: ConfigChange) =>
      post<NotificationsConfig>('/notifications/config', { config: change as unknown as JsonObject }),
    onSuccess: (config) => queries.setQueryData(configQuery.queryKey, config),
  });
}

/** Sends a test and waits for how it went. */
export function useTest() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => post<DeliveryRow>('/notifications/test', { destination_id: id }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['notifications', 'history'] }),
  });
}

export function useSend() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (message: { title: string; body: string }) =>
      post<{ readonly delivery_ids: readonly string[] }>('/notifications/send', message),
    onSettled: () => queries.invalidateQueries({ queryKey: ['notifications', 'history'] }),
  });
}

export function useClearHistory() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => remove<{ readonly deleted: number }>('/notifications/history'),
    onSettled: () => queries.invalidateQueries({ queryKey: ['notifications', 'history'] }),
  });
}
