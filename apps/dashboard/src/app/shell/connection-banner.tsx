import { formatDuration } from '../../shared/format/duration.ts';
import { useLive } from '../../shared/live/live-store.ts';
import { useNow } from '../../shared/live/use-now.ts';
import { StateGlyph } from '../../shared/ui/state/state-glyph.tsx';
import styles from './shell.module.css';

const toleratedMs = 2_000;

/** Says that the connection is lost and how old everything on the page is. */
export function ConnectionBanner() {
  const lostAt = useLive((state) => state.lostAt);
  const everHeard = useLive((state) => state.sequence !== null);
  const now = useNow();
  const lost = lostAt !== null && now - lostAt > toleratedMs;
  return (
    <div role="status">
      {lost && (
        <p className={styles['lost']}>
          <StateGlyph shape="question" tone="warn" />
          <span>
            The connection to Showrunner is lost.{' '}
            {everHeard ? (
              <>
                What you see is <span aria-live="off">{formatDuration(now - lostAt)}</span> old.{' '}
              </>
            ) : null}
            Trying again by itself.
          </span>
        </p>
      )}
    </div>
  );
}
