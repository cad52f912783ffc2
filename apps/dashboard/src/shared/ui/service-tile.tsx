import styles from './service-tile.module.css';

/** Two letters on a ground that stays the same for a name. */
export function ServiceTile({ name, large = false }: { name: string; large?: boolean }) {
  return (
    <span className={styles['tile']} data-hue={hueOf(name)} data-large={large || undefined} aria-hidden="true">
      {lettersOf(name)}
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
