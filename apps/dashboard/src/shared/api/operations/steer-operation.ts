import type { OperationView } from '@showrunner/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { post } from '../client.ts';
import { operationQuery } from './operation.ts';

/** Cancels a running operation, or takes a failed one up again where it stopped. */
export function useSteerOperation(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (verb: 'cancel' | 'retry') =>
      post<OperationView | null>(`/api/native/operations/${encodeURIComponent(id)}/${verb}`),
    // The stream tells what follows; while it is silent, asking again does.
    onSuccess: () => queries.invalidateQueries({ queryKey: operationQuery(id).queryKey }),
  });
}
