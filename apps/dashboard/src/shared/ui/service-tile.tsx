import { serviceMarks } from './service-marks.ts';
import styles from './service-tile.module.css';

interface ServiceTileProps {
  readonly name: string;
  readonly serviceKey: string;
  readonly large?: boolean;
}

/** The program's mark, else two letters, on a ground that stays the same for a name. */
export function ServiceTile({ name, serviceKey, large = false }: ServiceTileProps) {
  const mark = Object.hasOwn(serviceMarks, serviceKey) ? serviceMarks[serviceKey] : undefined;
  return (
    <span className={styles['tile']} data-hue={hueOf(name)} data-large={large || undefined} aria-hidden="true">
      {mark === undefined ? (
        lettersOf(name)
      ) : (
        <svg viewBox="0 0 24 24" className={styles['mark']}>
          <path d={mark} />
        </svg>
      )}
    </span>
  );
}

function lettersOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '' && word !== 'w');
  const [first = '?', second] = words;
  return (second ? first.charAt(0) + second.charAt(0) : first.slice(0, 2)).toUpperCase();
}

function hueOf(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return (sum % 6) + 1;
}
