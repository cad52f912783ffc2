/** A reader that has so much unread is slow: it gets no more until it has caught up. */
export const slowBytes = 1024 * 1024;
/** Longer than this without catching up, and it is let go. */
export const patienceMs = 30_000;

/** Whether frames may be sent, and when a reader is given up. */
export interface Pace {
  /** `send`: go on. `skip`: not now. `drop`: it never caught up. */
  next(bufferedBytes: number, now: number): 'send' | 'skip' | 'drop';
}

/** Judges one reader by what it has not taken yet. */
export function createPace(): Pace {
  let slowSince: number | undefined;
  return {
    next(bufferedBytes, now) {
      if (bufferedBytes < slowBytes) {
        slowSince = undefined;
        return 'send';
      }
      slowSince ??= now;
      return now - slowSince > patienceMs ? 'drop' : 'skip';
    },
  };
}
