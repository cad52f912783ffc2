import type { Clock, Ids, LogFields, Logger } from '../clock.ts';

/** Time that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** Moves time on and fires what falls due, in order; callbacks may set further timers. */
  advance(ms: number): Promise<void>;
  /** The time of day is set, as by a person or a time server; durations and timers do not notice. */
  set(ms: number): void;
  /** Time passes while nothing of ours runs: what falls due meanwhile fires late, with the next `advance`. */
  stall(ms: number): void;
  /** How many timers wait. A test that leaves one has a leak. */
  readonly pending: number;
  /** What was slept, in order; for tests of waiting policies. */
  readonly slept: readonly number[];
}

/** @param options.eager sleeping moves the clock by itself, for code whose only concern is how long it would wait */
export function createFakeClock(startAt = 1_000_000, options: { eager?: boolean } = {}): FakeClock {
  let now = startAt;
  let dayOffset = 0;
  const timers = new Set<{ at: number; callback: () => void }>();
  const slept: number[] = [];
  const after = (ms: number, callback: () => void): (() => void) => {
    const timer = { at: now + ms, callback };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  return {
    now: () => now + dayOffset,
    monotonic: () => now,
    set: (ms) => void (dayOffset += ms),
    stall: (ms) => void (now += ms),
    after,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        slept.push(ms);
        if (options.eager) {
          now += ms;
          return resolve();
        }
        const abort = (): void => {
          cancel();
          reject(signal?.reason);
        };
        const cancel = after(ms, () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        });
        signal?.addEventListener('abort', abort, { once: true });
      }),
    advance: async (ms) => {
      const until = now + ms;
      for (;;) {
        await settle();
        const due = [...timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers.delete(due);
        now = Math.max(now, due.at);
        due.callback();
      }
      now = until;
      await settle();
    },
    get pending() {
      return timers.size;
    },
    slept,
  };
}

/** Lets what a timer woke run on to its next wait. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}

/** Ids that count, and chance that is always the same. */
export function createFakeIds(chance = 0.5): Ids {
  let count = 0;
  return {
    next: (prefix) => `${prefix}_${String(++count).padStart(4, '0')}`,
    random: () => chance,
    secret: (bytes) =>
      (++count)
        .toString(16)
        .padStart(2, '0')
        .repeat(bytes)
        .slice(0, bytes * 2),
  };
}

/** Keeps what was logged. */
export interface FakeLogger extends Logger {
  readonly lines: readonly { readonly level: keyof Logger; readonly event: string; readonly fields: LogFields }[];
}

export function createFakeLogger(): FakeLogger {
  const lines: { level: keyof Logger; event: string; fields: LogFields }[] = [];
  const at =
    (level: keyof Logger) =>
    (event: string, fields: LogFields = {}) =>
      void lines.push({ level, event, fields });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), lines };
}
