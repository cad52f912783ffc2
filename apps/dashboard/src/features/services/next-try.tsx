import { formatDuration } from '../../shared/format/duration.ts';
import { formatCount } from '../../shared/format/words.ts';
import { useNow } from '../../shared/live/use-now.ts';
import styles from './service-card.module.css';

/** When the next start is tried, counting down. */
export function NextTry({ at, count }: { at: number; count: number }) {
  const now = useNow();
  const tries = count > 0 ? ` ${formatCount(count, 'restart')} so far.` : '';
  return (
    <p className={styles['reason']}>
      {at > now ? `Next try in ${formatDuration(at - now)}.` : 'Trying now.'}
      {tries}
    </p>
  );
}
