import type { OperationView } from '@showrunner/contracts';
import { queryOptions } from '@tanstack/react-query';
import { get } from '../client.ts';

/** The operations that are remembered. */
export const operationsQuery = queryOptions({
  queryKey: ['operations'],
  queryFn: ({ signal }) => get<{ readonly operations: readonly OperationView[] }>('/api/native/operations', signal),
});
