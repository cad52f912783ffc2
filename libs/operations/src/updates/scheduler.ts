import type { Clock } from '@showrunner/platform';
import { nextRun, type Schedule } from './next-run.ts';
import type { UpdateTable } from './update.table.ts';

/** How long a look may be late at most: the time of day may be set, and a sleeping machine has no timers. */
const tickMs = 60_000;

/** Looks for updates when it is time. */
export interface Scheduler {
  /** Works out anew when each process is looked at; one whose settings are the same keeps its moment. */
  plan(schedules: ReadonlyMap<string, Schedule>): void;
  nextAt(processName: string): number | undefined;
  /** Begins to look at the clock. What fell due while nothing ran is made up for, once. */
  start(): void;
  /** Puts off what is due to a later moment. */
  postpone(processName: string, at: number): void;
  /** Resolves when nothing is under way. */
  close(): Promise<void>;
}

/** @param run looks at one process; never more than one at a time. It must not throw */
export function createScheduler(
  clock: Clock,
  table: Pick<UpdateTable, 'planned' | 'savePlanned'>,
  run: (processName: string, signal: AbortSignal) => Promise<void>,
): Scheduler {
  const closing = new AbortController();
  const schedules = new Map<string, Schedule>();
  let cancel: (() => void) | undefined;
  let running: Promise<void> | undefined;
  let started = false;

  const settle = (processName: string, now: number) => {
    const schedule = schedules.get(processName);
    if (schedule === undefined) return;
    table.savePlanned(processName, { settings: settingsOf(schedule), nextAt: nextRun(schedule, now) });
  };
  const dueNow = () =>
    [...table.planned()]
      .filter(([name, { nextAt }]) => schedules.has(name) && nextAt <= clock.now())
      .map(([name]) => name);
  const runDue = async () => {
    for (const processName of dueNow()) {
      if (closing.signal.aborted) return;
      // Before it runs: what ends us in between must not make it run in circles.
      settle(processName, clock.now() + 1000);
      await run(processName, closing.signal);
    }
  };
  const tick = () => {
    cancel = undefined;
    if (running !== undefined || closing.signal.aborted || !started) return;
    running = runDue().finally(() => {
      running = undefined;
      arm();
    });
  };
  const arm = () => {
    cancel?.();
    cancel = undefined;
    if (!started || closing.signal.aborted || running !== undefined || schedules.size === 0) return;
    const next = Math.min(
      ...[...table.planned()].flatMap(([name, { nextAt }]) => (schedules.has(name) ? [nextAt] : [])),
    );
    cancel = clock.after(Math.min(tickMs, Math.max(0, next - clock.now())), tick);
  };

  return {
    plan(wanted) {
      const known = table.planned();
      for (const name of known.keys()) if (!wanted.has(name)) table.savePlanned(name, undefined);
      schedules.clear();
      for (const [name, schedule] of wanted) {
        schedules.set(name, schedule);
        if (known.get(name)?.settings !== settingsOf(schedule)) settle(name, clock.now());
      }
      arm();
    },
    nextAt: (processName) => (schedules.has(processName) ? table.planned().get(processName)?.nextAt : undefined),
    start() {
      started = true;
      arm();
    },
    postpone(processName, at) {
      const schedule = schedules.get(processName);
      if (schedule !== undefined) table.savePlanned(processName, { settings: settingsOf(schedule), nextAt: at });
    },
    async close() {
      closing.abort(new Error('The control plane is stopping.'));
      cancel?.();
      await running;
    },
  };
}

function settingsOf({ intervalHours, startTime }: Schedule): string {
  return `${startTime} ${intervalHours}`;
}
