import { Problem } from '@showrunner/contracts';
import type { Clock } from '@showrunner/platform';

/** Counts failed attempts a key and refuses more than a few in a while. */
export interface AttemptLimiter {
  /** @throws Problem `request.too-many` with the seconds to wait */
  check(keys: readonly string[]): void;
  failed(keys: readonly string[]): void;
  /** Whether one of the keys has had all of its failures, so that its next attempt is refused. */
  isFull(keys: readonly string[]): boolean;
  succeeded(keys: readonly string[]): void;
}

const windowMs = 300_000;
const mostKeys = 10_000;

/** @param most failures a key may have within five minutes */
export function createAttemptLimiter(clock: Clock, most: number): AttemptLimiter {
  const failures = new Map<string, number[]>();
  const recent = (key: string) => (failures.get(key) ?? []).filter((at) => at > clock.now() - windowMs);

  return {
    check(keys) {
      for (const key of keys) {
        const times = recent(key);
        if (times.length < most) continue;
        const retryAfterSeconds = Math.max(1, Math.ceil(((times[0] ?? 0) + windowMs - clock.now()) / 1000));
        throw new Problem('request.too-many', `Too many failed attempts. Wait ${retryAfterSeconds} seconds.`, {
          details: { retryAfterSeconds },
        });
      }
    },
    failed(keys) {
      for (const key of keys) {
        const times = [...recent(key), clock.now()];
        failures.delete(key);
        failures.set(key, times);
      }
      // Whoever invents names must not fill the memory: the oldest key goes.
      while (failures.size > mostKeys) failures.delete(failures.keys().next().value ?? '');
    },
    isFull: (keys) => keys.some((key) => recent(key).length >= most),
    succeeded(keys) {
      for (const key of keys) failures.delete(key);
    },
  };
}
