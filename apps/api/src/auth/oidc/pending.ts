import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@showrunner/platform';

const mostPending = 256;
const stateMs = 600_000;
const codeMs = 60_000;

/** A sign-in that is under way at the provider. */
export interface PendingSignIn {
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
}

/** Things that are good once, for a while, in one browser. */
export interface OneUse<T> {
  put(key: string, browser: string, value: T): void;
  /** Takes it out. `foreign`: it is there, but another browser has begun with it; it stays. */
  take(key: string, browser: string): T | 'foreign' | undefined;
}

export const createPendingSignIns = (clock: Clock): OneUse<PendingSignIn> => createOneUse(clock, stateMs);
/** Each stands for the id of an account. */
export const createLoginCodes = (clock: Clock): OneUse<string> => createOneUse(clock, codeMs);

/** The oldest goes where there are too many: whoever floods us keeps nobody out for longer than they flood. */
function createOneUse<T>(clock: Clock, lifeMs: number): OneUse<T> {
  const entries = new Map<string, { browser: Buffer; value: T; until: number }>();
  return {
    put(key, browser, value) {
      for (const [old, { until }] of entries) if (until <= clock.now()) entries.delete(old);
      if (entries.size >= mostPending) entries.delete(entries.keys().next().value ?? '');
      entries.set(key, { browser: digest(browser), value, until: clock.now() + lifeMs });
    },
    take(key, browser) {
      const entry = entries.get(key);
      if (entry === undefined || entry.until <= clock.now()) return undefined;
      if (!timingSafeEqual(entry.browser, digest(browser))) return 'foreign';
      entries.delete(key);
      return entry.value;
    },
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
