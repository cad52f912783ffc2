import type { ResetAction, ServiceView } from '@showrunner/contracts';
import { useNavigate } from 'react-router';
import { useStartOperation } from '../../../shared/api/operations/start-operation.ts';
import { useLive } from '../../../shared/live/live-store.ts';

/** Resets or removes a service. The page of the operation goes on telling when that of the service is gone. */
export function useReset({ processName }: ServiceView) {
  const operation = useStartOperation();
  const navigate = useNavigate();
  const underWay = useLive((state) =>
    [...state.operations.values()].some(
      ({ state: progress, change }) =>
        progress === 'running' && change.kind === 'reset' && change.processName === processName,
    ),
  );
  return {
    run: (action: ResetAction) =>
      operation.mutate(
        { kind: 'reset', processName, action },
        { onSuccess: ({ id }) => void navigate(`/operations/${encodeURIComponent(id)}`) },
      ),
    atWork: underWay || operation.isPending,
    error: operation.error,
  };
}
