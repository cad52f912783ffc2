import type { Clock } from '@showrunner/platform';
import { type TimerName, timerNames } from '../machine/effects.ts';

/** The named timers of one unit; setting one replaces it. */
export interface Timers {
  set(name: TimerName, ms: number): void;
  cancel(name: TimerName): void;
  cancelAll(): void;
}

/** Makes the timers. `onDue` also gets a check whether the timer was not cancelled after it had fired. */
export function createTimers(clock: Clock, onDue: (name: TimerName, isCurrent: () => boolean) => void): Timers {
  const active = new Map<TimerName, { cancel(): void }>();
  const cancel = (name: TimerName) => {
    active.get(name)?.cancel();
    active.delete(name);
  };
  return {
    set(name, ms) {
      cancel(name);
      const timer = { cancel: clock.after(ms, () => onDue(name, () => active.get(name) === timer)) };
      active.set(name, timer);
    },
    cancel,
    cancelAll: () => timerNames.forEach(cancel),
  };
}
