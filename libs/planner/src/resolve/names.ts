/** A name as a path segment: lower case, without special characters, spaces as underscores. `TV 4K` → `tv_4k`. */
export function toSlug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9 _-]/g, '')
    .trim()
    .replace(/ /g, '_');
}

/** What of a wished instance name can be kept: `TV 4K!` → `TV 4K` (ONB-21). */
export function toInstanceName(name: string): string {
  return name.replace(/[^A-Za-z0-9 _-]/g, '').trim();
}

/** A provider as one word, so that `Real-Debrid`, `realdebrid` and `RealDebrid` are the same. */
export function toProviderWord(provider: string): string {
  return provider.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Joins names for a sentence: `A`, `A and B`, `A, B and C`. */
export function toSentenceList(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
