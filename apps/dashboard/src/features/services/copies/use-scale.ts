import type { ServiceView } from '@showrunner/contracts';
import { toProblemView } from '../../../shared/api/api-error.ts';
import { useStartOperation } from '../../../shared/api/operations/start-operation.ts';
import { useLive } from '../../../shared/live/live-store.ts';

/** Sets the number of copies of a service: what is under way, what went wrong. */
export function useScale({ processName }: ServiceView) {
  const operation = useStartOperation();
  const underWay = useLive((state) =>
    [...state.operations.values()].find(
      ({ state: progress, change }) =>
        progress === 'running' && change.kind === 'scale' && change.processName === processName,
    ),
  );
  return {
    run: (replicas: number) => operation.mutate({ kind: 'scale', processName, replicas }),
    underWay,
    atWork: underWay !== undefined || operation.isPending,
    problem: operation.error ? toProblemView(operation.error) : null,
  };
}
