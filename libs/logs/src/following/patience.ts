import type { Clock } from '@showrunner/platform';

/** A reader that is so far behind passes over lines, however quick it is. */
const farBehindBytes = 256 * 1024 * 1024;
/** A reader that has let us wait for so long passes over lines unless it is nearly there. */
const slowMs = 2_000;
const nearBytes = 1024 * 1024;
const lineFeed = 10;

/** Decides when a reader no longer gets every line. */
export interface Patience {
  /** Waits for the reader, and notes how long that took. */
  during(taking: Promise<void>): Promise<void>;
  /** Whether the next lines are to be passed over, with so much waiting behind them. */
  isSpent(behindBytes: number): boolean;
}

/** Patience with one reader: all lines while it keeps up, and when it does not, the newest ones. */
export function createPatience(clock: Clock): Patience {
  let slow = false;
  let skipping = false;
  return {
    async during(taking) {
      const begun = clock.now();
      await taking;
      slow = clock.now() - begun > slowMs;
    },
    isSpent(behindBytes) {
      if (behindBytes <= nearBytes) skipping = false;
      else if (slow || behindBytes > farBehindBytes) skipping = true;
      slow = false;
      return skipping;
    },
  };
}

/** How many lines end in these bytes, and what stands behind the last end. */
export function skipLines(bytes: Uint8Array): { readonly lines: number; readonly rest: Uint8Array } {
  let lines = 0;
  let end = 0;
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, end)) {
    lines += 1;
    end = at + 1;
  }
  return { lines, rest: bytes.subarray(end) };
}
