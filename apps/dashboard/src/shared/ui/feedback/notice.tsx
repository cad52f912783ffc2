import type { ReactNode } from 'react';
import type { Shape, Tone } from '../state/display-state.ts';
import { StateGlyph } from '../state/state-glyph.tsx';
import styles from './notice.module.css';

const shapes: Record<Tone, Shape> = { ok: 'full', busy: 'half', warn: 'triangle', fail: 'square', idle: 'ring' };

interface NoticeProps {
  readonly tone: Tone;
  readonly title?: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** A sentence that should not be missed, in the page where it matters. */
export function Notice({ tone, title, children, actions }: NoticeProps) {
  return (
    <div className={styles['notice']} data-tone={tone}>
      <StateGlyph shape={shapes[tone]} tone={tone} />
      <div className={styles['text']}>
        {title !== undefined && <p className={styles['title']}>{title}</p>}
        {children}
        {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
      </div>
    </div>
  );
}
