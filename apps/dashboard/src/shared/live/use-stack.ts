import type { ServiceView, UnitStatus } from '@showrunner/contracts';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { stackQuery } from '../api/stack.ts';
import { useLive } from './live-store.ts';

/** The stack with the freshest states known. */
export function useStack() {
  const query = useQuery(stackQuery);
  const units = useLive((state) => state.units);
  const heard = useLive((state) => state.sequence !== null);
  const stack = query.data;
  const services = useMemo(
    () => stack?.services.map((service) => ({ ...service, status: freshStatus(service, units, heard) })),
    [stack, units, heard],
  );
  return { query, services };
}

/** The live status where there is one; a unit that the stream does not name is not running. */
export function freshStatus(service: ServiceView, units: ReadonlyMap<string, UnitStatus>, heard: boolean): UnitStatus {
  const live = units.get(service.unitId);
  if (live) return live;
  if (!heard || service.status.state === 'stopped') return service.status;
  return { ...service.status, state: 'stopped', health: 'unknown', reason: '' };
}

/** The newest operation if it did not come to its end, so that somebody has to take it up. */
export function useInterruptedOperation() {
  const operations = useLive((state) => state.operations);
  return useMemo(() => {
    const newest = [...operations.values()].sort((one, other) => other.startedAt - one.startedAt)[0];
    return newest?.state === 'interrupted' ? newest : undefined;
  }, [operations]);
}

/** The operation that runs now, if one does. */
export function useRunningOperation() {
  const operations = useLive((state) => state.operations);
  return useMemo(() => [...operations.values()].findLast((operation) => operation.state === 'running'), [operations]);
}
