import type { DisplayState } from './display-state.ts';
import { StateGlyph } from './state-glyph.tsx';
import styles from './state-mark.module.css';

/** A state as colour, shape and word; `plate` puts it on its soft ground. */
export function StateMark({ state, plate = false }: { state: DisplayState; plate?: boolean }) {
  return (
    <span className={styles['mark']} data-tone={state.tone} data-plate={plate || undefined}>
      <StateGlyph shape={state.shape} tone={state.tone} />
      {state.word}
    </span>
  );
}
