import { formatAgo } from '../format/duration.ts';
import { formatAbsolute } from '../format/time.ts';
import { useNow } from '../live/use-now.ts';
import styles from './time-ago.module.css';

/** A moment as how long ago it was, or in the words given; the date and time show on hover and focus. */
export function TimeAgo({ at, words }: { at: number; words?: string }) {
  const now = useNow();
  const absolute = formatAbsolute(at);
  const relative = words ?? formatAgo(at, now);
  return (
    <time
      className={styles['time']}
      dateTime={new Date(at).toISOString()}
      data-absolute={absolute}
      aria-label={`${relative}, ${absolute}`}
      tabIndex={0}
    >
      {relative}
    </time>
  );
}
