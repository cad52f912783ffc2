import { formatAgo } from '../../format/duration.ts';
import { useNow } from '../../live/use-now.ts';
import { TimeAgo } from '../time-ago.tsx';
import type { DisplayState } from './display-state.ts';

/** Since when a state lasts: what goes on does so for a while, what has ended did so some time ago. */
export function StateSince({ state, at }: { state: DisplayState; at: number }) {
  const now = useNow();
  const lasts = state.tone === 'ok' || state.tone === 'busy' || state.tone === 'warn';
  const ago = formatAgo(at, now);
  const words = ago === 'just now' ? 'for a moment' : `for ${ago.replace(/ ago$/, '')}`;
  return lasts ? <TimeAgo at={at} words={words} /> : <TimeAgo at={at} />;
}
