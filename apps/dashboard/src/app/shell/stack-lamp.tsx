import { Link, useLocation } from 'react-router';
import { findIncidents } from '../../features/home/incidents.ts';
import { judge } from '../../features/home/verdict.ts';
import { useLive } from '../../shared/live/live-store.ts';
import { useNow } from '../../shared/live/use-now.ts';
import { useRunningOperation, useStack } from '../../shared/live/use-stack.ts';
import { StateGlyph } from '../../shared/ui/state/state-glyph.tsx';
import styles from './shell.module.css';

/** The verdict on every page but home, in one line that leads there. */
export function StackLamp() {
  const { services } = useStack();
  const running = useRunningOperation();
  const lostAt = useLive((state) => state.lostAt);
  const now = useNow();
  const { pathname } = useLocation();
  if (!services || pathname === '/' || pathname.startsWith('/onboarding')) return null;
  const silentMs = lostAt === null ? null : Math.max(0, now - lostAt);
  const verdict = judge({ services, incidents: findIncidents(services), running, silentMs });
  return (
    <Link to="/" className={styles['lamp']!}>
      <StateGlyph shape={verdict.shape} tone={verdict.tone} />
      <span>{verdict.sentence}</span>
    </Link>
  );
}
