/** The attributes of Plex's `Preferences.xml`; everything else in the file stays as it is. */
const element = /<Preferences\b((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/?>/;
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

export const emptyPreferences = '<?xml version="1.0" encoding="utf-8"?>\n<Preferences/>\n';

/** @returns `undefined` where the text is no such file */
export function readPreferences(text: string): ReadonlyMap<string, string> | undefined {
  const match = element.exec(text);
  if (match === null) return undefined;
  const pairs = [...(match[1] ?? '').matchAll(attribute)];
  return new Map(pairs.map(([, name = '', double, single]) => [name, decode(double ?? single ?? '')] as const));
}

/** Sets attributes, keeping the others in their order. Equal values give equal text. */
export function writePreferences(text: string, changes: Readonly<Record<string, string>>): string {
  const present = readPreferences(text) ?? new Map<string, string>();
  const changed = Object.entries(changes).filter(([name, value]) => present.get(name) !== value);
  if (changed.length === 0) return text;
  const next = new Map([...present, ...changed]);
  const attributes = [...next].map(([name, value]) => ` ${name}="${encode(value)}"`).join('');
  return text.replace(element, () => `<Preferences${attributes}/>`);
}

function encode(text: string): string {
  const marked = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
  return marked.replaceAll('\n', '&#10;');
}

function decode(text: string): string {
  const names: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(lt|gt|quot|apos|amp));/g, (_all, decimal, hex, name: string) =>
    name === undefined ? String.fromCodePoint(parseInt(decimal ?? hex, decimal ? 10 : 16)) : (names[name] ?? ''),
  );
}
