import { useQuery } from '@tanstack/react-query';
import { operationQuery } from '../api/operations/operation.ts';
import { useLive } from './live-store.ts';

const pollMs = 3_000;

/** One operation as fresh as it can be: by the stream, and by asking again while the stream is silent. */
export function useOperation(id: string) {
  const live = useLive((state) => state.operations.get(id));
  const connected = useLive((state) => state.connection === 'live');
  const followed = connected && live !== undefined;
  const query = useQuery({ ...operationQuery(id), enabled: !followed, refetchInterval: pollMs });
  return { query, operation: followed ? live : (query.data ?? live) };
}
