import type { StackChange, UpdateView } from '@showrunner/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toProblemView } from '../../../shared/api/api-error.ts';
import { useStartOperation } from '../../../shared/api/operations/start-operation.ts';
import { checkForUpdate, updatesQuery } from '../../../shared/api/updates.ts';

/** What can be done about the version of one process, and what went wrong with it. */
export function useUpdate({ processName, operationId }: UpdateView) {
  const queries = useQueryClient();
  const operation = useStartOperation();
  const look = useMutation({
    mutationFn: () => checkForUpdate(processName),
    onSettled: () => queries.invalidateQueries({ queryKey: updatesQuery.queryKey }),
  });
  const change = (wish: StackChange) =>
    operation.mutate(wish, { onSettled: () => void queries.invalidateQueries({ queryKey: updatesQuery.queryKey }) });
  const failure = operation.error ?? look.error;
  return {
    look: () => look.mutate(),
    looking: look.isPending,
    update: (to?: string) => change({ kind: 'update', processName, ...(to === undefined ? {} : { to }) }),
    pin: (version: string | null) => change({ kind: 'pin', processName, version }),
    setPolicy: (policy: Omit<Extract<StackChange, { kind: 'update-policy' }>, 'kind' | 'processName'>) =>
      change({ kind: 'update-policy', processName, ...policy }),
    atWork: operationId !== null || operation.isPending,
    problem: failure ? toProblemView(failure) : null,
  };
}
