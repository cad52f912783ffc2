import type { Shape, Tone } from './display-state.ts';
import styles from './state-mark.module.css';

/** The shape of a state, drawn; decoration beside its word. */
export function StateGlyph({ shape, tone, size = 14 }: { shape: Shape; tone: Tone; size?: number }) {
  return (
    <svg className={styles['glyph']} data-tone={tone} width={size} height={size} viewBox="0 0 14 14" aria-hidden="true">
      {drawings[shape]}
    </svg>
  );
}

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.8 } as const;

const drawings: Record<Shape, React.ReactNode> = {
  full: <circle cx="7" cy="7" r="5.5" fill="currentColor" />,
  half: (
    <>
      <circle cx="7" cy="7" r="5.1" {...line} />
      <path d="M7 1.9a5.1 5.1 0 0 1 0 10.2Z" fill="currentColor" />
    </>
  ),
  dotted: <circle cx="7" cy="7" r="5.1" {...line} strokeDasharray="2.2 1.8" />,
  triangle: <path d="M7 1.2 13.2 12.4H.8Z" fill="currentColor" />,
  square: <rect x="1.6" y="1.6" width="10.8" height="10.8" rx="1.2" fill="currentColor" />,
  ring: <circle cx="7" cy="7" r="5.1" {...line} />,
  dash: <path d="M2 7h10" {...line} strokeLinecap="round" />,
  cross: <path d="m2.6 2.6 8.8 8.8m0-8.8-8.8 8.8" {...line} strokeWidth={2.4} strokeLinecap="round" />,
  question: (
    <path d="M4.3 4.6A2.8 2.8 0 1 1 7 7.5v1.3M7 11.3v.6" {...line} strokeLinecap="round" strokeLinejoin="round" />
  ),
};
