import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/words.ts';
import { useNow } from '../../live/use-now.ts';

/** When the next start is tried, counting down. */
export function NextTry({ at, count, className }: { at: number; count: number; className?: string | undefined }) {
  const now = useNow();
  const tries = count > 0 ? ` ${formatCount(count, 'restart')} so far.` : '';
  return (
    <p className={className}>
      {at > now ? `Next try in ${formatDuration(at - now)}.` : 'Trying now.'}
      {tries}
    </p>
  );
}
