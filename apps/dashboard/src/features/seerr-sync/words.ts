import type { SeerrSyncPreview, SeerrSyncView } from '@showrunner/contracts';
import { formatList } from '../../shared/format/words.ts';
import type { Tone } from '../../shared/ui/state/display-state.ts';

/** How it stands, in one sentence and a tone. */
export function sayState({ state, isRunning, subordinates }: SeerrSyncView): {
  readonly words: string;
  readonly tone: Tone;
} {
  if (isRunning) return { words: 'Looking at the primary now', tone: 'busy' };
  switch (state) {
    case 'disabled':
      return { words: 'Switched off', tone: 'idle' };
    case 'initializing':
      return { words: 'About to look for the first time', tone: 'busy' };
    case 'active':
      return subordinates.some(({ error }) => error !== undefined)
        ? { words: 'Requests are copied, but not everywhere', tone: 'warn' }
        : { words: 'Requests are copied', tone: 'ok' };
    case 'paused':
      return { words: 'Paused', tone: 'warn' };
    case 'error':
      return { words: 'Nothing is copied', tone: 'fail' };
  }
}

/** `movie:603:True` → `Film 603 in 4K`. */
export function sayTitle(fingerprint: string): string {
  const [type, id, is4k] = fingerprint.split(':');
  return `${type === 'tv' ? 'Series' : 'Film'} ${id ?? ''}${is4k === 'True' ? ' in 4K' : ''}`;
}

/** The page of a title at TMDB, whose ids Seerr uses. */
export function titleAddress(fingerprint: string): string {
  const [type, id] = fingerprint.split(':');
  return `https://www.themoviedb.org/${type === 'tv' ? 'tv' : 'movie'}/${id ?? ''}`;
}

/** `internal:Attic` → `Attic`. */
export function sayServer(label: string): string {
  return label.replace(/^internal:/, '');
}

const verbs = { create: 'Ask for', approve: 'Approve', decline: 'Decline', remove: 'Remove' } as const;

export function sayStep({ kind, fingerprint, seasons }: SeerrSyncPreview['steps'][number]): string {
  const which =
    seasons === undefined ? '' : `, ${seasons.length === 1 ? 'season' : 'seasons'} ${formatList(seasons.map(String))}`;
  return `${verbs[kind]} ${sayTitle(fingerprint).toLowerCase().replace('4k', '4K')}${which}`;
}
