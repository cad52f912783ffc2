import type { CacheNote } from './notes.ts';

/** How much is kept. */
export interface CacheLimits {
  readonly maxBytes: number;
  /** What was not used for longer goes. */
  readonly maxAgeMs: number;
  /** So many of the newest versions of each service stay. */
  readonly versionsKept: number;
}

/**
 * The downloads that go: what is too old, versions beyond the newest few of a service, and then what was not used for the
 * longest time, until the rest fits.
 * @param now epoch milliseconds
 */
export function chooseSuperfluous(
  notes: readonly CacheNote[],
  { maxBytes, maxAgeMs, versionsKept }: CacheLimits,
  now: number,
): readonly CacheNote[] {
  const newestFirst = notes.toSorted((a, b) => b.usedAt - a.usedAt || (a.url < b.url ? -1 : 1));
  const versions = new Map<string, Set<string>>();
  const going: CacheNote[] = [];
  const counted = new Set<string>();
  let bytes = 0;
  for (const note of newestFirst) {
    const size = counted.has(note.sha256) ? 0 : note.sizeBytes;
    const fits =
      bytes + size <= maxBytes && now - note.usedAt <= maxAgeMs && isRecentVersion(note, versions, versionsKept);
    if (!fits) {
      going.push(note);
      continue;
    }
    bytes += size;
    counted.add(note.sha256);
  }
  return going;
}

function isRecentVersion({ purpose }: CacheNote, versions: Map<string, Set<string>>, kept: number): boolean {
  if (purpose === undefined) return true;
  const known = versions.get(purpose.service) ?? new Set<string>();
  if (!known.has(purpose.version) && known.size >= kept) return false;
  versions.set(purpose.service, known.add(purpose.version));
  return true;
}
