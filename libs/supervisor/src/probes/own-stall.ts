import type { Clock } from '@showrunner/platform';

/** How often we look at ourselves, and how late one of our own timers may be. */
const beatMs = 250;
const lateMs = 500;

/** A look at ourselves while somebody else is asked something. */
export interface StallWatch {
  /** Ends the look. Answers whether we were held up: then a silence was ours, and says nothing about who was asked. */
  end(): boolean;
}

/** Begins to look whether we are held up: a timer of ours that comes late says so, and so does one that is overdue. */
export function watchOwnStall(clock: Pick<Clock, 'monotonic' | 'after'>): StallWatch {
  let stalled = false;
  let last = clock.monotonic();
  const look = () => {
    const now = clock.monotonic();
    if (now - last > beatMs + lateMs) stalled = true;
    last = now;
  };
  const beat = () => {
    look();
    cancel = clock.after(beatMs, beat);
  };
  let cancel = clock.after(beatMs, beat);
  return {
    end() {
      cancel();
      look();
      return stalled;
    },
  };
}
