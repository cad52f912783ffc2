import type { Book } from '../state/book.ts';

/** Whole polls in a row that must miss a request before it counts as removed. */
const pollsUntilGone = 2;
/** As many removals a cycle are never too many. */
const smallRemoval = 10;
const largestShare = 0.25;

/** Notes, after a whole poll, what the primary no longer has. */
export function countMissing(book: Book, alive: ReadonlySet<string>): void {
  for (const [fingerprint, tracked] of book.tracked) {
    if (!alive.has(fingerprint)) {
      tracked.missing += 1;
      continue;
    }
    tracked.missing = 0;
    for (const [label, copy] of tracked.copies)
      if (copy.pendingDelete) tracked.copies.set(label, { ...copy, pendingDelete: false });
  }
}

/**
 * Marks the copies of what is gone for removal, unless that is so much at once that a person should say so first. What is
 * hidden in lists (a title that was blocked, for one) is asked for by its id, and stays.
 * @returns how many titles are held back until a person confirms
 */
export async function markRemovals(
  book: Book,
  may: { readonly isConfirmed: boolean; isThere(primaryId: number): Promise<boolean> },
): Promise<number> {
  const gone = [...book.tracked.values()].filter(
    ({ missing, copies }) =>
      missing >= pollsUntilGone && [...copies.values()].some((copy) => !copy.pendingDelete && !copy.adopted),
  );
  const budget = Math.max(smallRemoval, Math.floor(book.tracked.size * largestShare));
  if (!may.isConfirmed && gone.length > budget) return gone.length;
  for (const tracked of gone) {
    const { copies, primaryId } = tracked;
    if (await may.isThere(primaryId)) tracked.missing = 0;
    else for (const [label, copy] of copies) if (!copy.adopted) copies.set(label, { ...copy, pendingDelete: true });
  }
  return 0;
}

/** Forgets what is gone on the primary and on every subordinate, with what failed of it. */
export function forgetGone(book: Book, alive: ReadonlySet<string>): void {
  for (const [fingerprint, { missing, copies }] of book.tracked) {
    if (missing < pollsUntilGone || [...copies.values()].some(({ adopted }) => !adopted)) continue;
    book.tracked.delete(fingerprint);
  }
  for (const pair of book.failures.keys()) {
    const fingerprint = pair.slice(0, pair.indexOf('||'));
    if (!alive.has(fingerprint) && !book.tracked.has(fingerprint)) book.failures.delete(pair);
  }
}
