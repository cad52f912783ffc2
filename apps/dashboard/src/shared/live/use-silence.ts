import { useLive } from './live-store.ts';
import { useNow } from './use-now.ts';

const toleratedMs = 10_000;

/** Whether nothing was heard for so long that states are memories. */
export function useSilence(): boolean {
  const lostAt = useLive((state) => state.lostAt);
  const now = useNow();
  return lostAt !== null && now - lostAt > toleratedMs;
}
