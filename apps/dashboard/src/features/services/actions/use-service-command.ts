import type { ServiceView } from '@showrunner/contracts';
import { useState } from 'react';
import { toProblemView } from '../../../shared/api/api-error.ts';
import { useStartOperation } from '../../../shared/api/operations/start-operation.ts';
import { useLive } from '../../../shared/live/live-store.ts';

export type Verb = 'start' | 'stop' | 'restart';

/** Start, stop and restart of one service: what is asked, what is under way, what went wrong. */
export function useServiceCommand(service: ServiceView) {
  const [asked, setAsked] = useState<'stop' | 'restart' | null>(null);
  const operation = useStartOperation();
  const atWork = useLive((state) =>
    [...state.operations.values()].some(
      ({ state: progress, change }) =>
        progress === 'running' && 'processNames' in change && change.processNames.includes(service.processName),
    ),
  );
  const run = (kind: Verb) => {
    setAsked(null);
    operation.mutate({ kind, processNames: [service.processName] });
  };
  return {
    asked,
    ask: setAsked,
    run,
    atWork: atWork || operation.isPending,
    problem: operation.error ? toProblemView(operation.error) : null,
    dismiss: operation.reset,
  };
}
