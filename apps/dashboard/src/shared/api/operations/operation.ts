import type { OperationView } from '@showrunner/contracts';
import { queryOptions } from '@tanstack/react-query';
import { get } from '../client.ts';

/** One operation by its id. */
export function operationQuery(id: string) {
  return queryOptions({
    queryKey: ['operations', id],
    queryFn: ({ signal }) => get<OperationView>(`/api/native/operations/${encodeURIComponent(id)}`, signal),
  });
}
