import { StateGlyph } from '../../shared/ui/state/state-glyph.tsx';
import styles from './home.module.css';
import type { Verdict } from './verdict.ts';

/** The verdict, legible from two metres. */
export function VerdictHead({ verdict }: { verdict: Verdict }) {
  return (
    <header className={styles['verdict']} data-tone={verdict.tone}>
      <span className={styles['lamp']}>
        <StateGlyph shape={verdict.shape} tone={verdict.tone} size={28} />
      </span>
      <div>
        {/* Seconds pass in it while the connection is lost; only a change of state is announced. */}
        <h1 aria-live={verdict.shape === 'question' ? 'off' : 'polite'}>{verdict.sentence}</h1>
        <p>{verdict.detail}</p>
      </div>
    </header>
  );
}
