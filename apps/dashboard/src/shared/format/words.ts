/** Names as a sentence has them: `a`, `a and b`, `a, b and c`. */
export function formatList(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** A number with its noun: `1 service`, `3 services`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A JSON pointer or a path as a trail that a person reads: `zurg › instances › RD › port`. */
export function formatTrail(path: string | readonly (string | number)[]): string {
  const keys =
    typeof path === 'string'
      ? path
          .split('/')
          .filter(Boolean)
          .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
      : path.map(String);
  return keys.length > 0 ? keys.join(' › ') : 'the document';
}

/** A value of the document in few words. */
export function formatValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === true) return 'on';
  if (value === false) return 'off';
  if (value === '') return 'empty';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/** A key of an option as a label: `log_level` becomes `Log level`. */
export function formatKey(key: string): string {
  const words = key.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Makes the first letter a capital. */
export function capitalise(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** Who asked for an operation. */
export function formatActor(actor: string): string {
  if (actor === 'showrunner') return 'Showrunner';
  return actor === 'local' ? 'somebody on this machine' : actor;
}
