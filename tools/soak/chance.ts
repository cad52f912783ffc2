/** Chance that comes again with the same seed. */
export interface Chance {
  /** In [0, 1). */
  next(): number;
  /** A whole number from `from` to `to`, both possible. */
  between(from: number, to: number): number;
  /** @throws for an empty list */
  pick<T>(list: readonly T[]): T;
  /** As `pick`, but the first of the list are picked far more often than the last. */
  pickUneven<T>(list: readonly T[]): T;
  /** Another sequence, so that what one part draws does not depend on how often another one did. */
  fork(): Chance;
}

/** Mulberry32: small, and good enough to have no pattern that a supervisor could notice. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const at = <T>(list: readonly T[], share: number): T => {
    const value = list[Math.floor(share * list.length)];
    if (value === undefined) throw new Error('There is nothing to pick from.');
    return value;
  };
  return {
    next,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    pick: (list) => at(list, next()),
    pickUneven: (list) => at(list, next() ** 3),
    fork: () => createChance(Math.floor(next() * 2 ** 32)),
  };
}
