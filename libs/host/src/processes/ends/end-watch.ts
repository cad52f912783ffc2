import type { ProcessExit, SpawnedProcess } from '@showrunner/platform';
import type { Cgroups } from '../../cgroups/create-cgroups.ts';
import { isSameAndAlive } from '../identity.ts';
import { errnoOf } from '../proc-stat.ts';
import { RunWatch } from './run-watch.ts';

/** The record tells an end at once; the sweep is for a keeper or a group that was killed and could not write. */
const sweepMs = 1_000;
/** Of one run in so many a sweep asks whether its keeper lives, of the others only whether the number is in use. */
const rounds = 8;

/** Watches the ends of all runs: events tell, one timer for all of them makes sure. */
export interface EndWatch {
  /** Resolves when it has ended; works for adopted runs as well. */
  whenEnded(process: SpawnedProcess, exitFile: string, signal: AbortSignal): Promise<ProcessExit>;
  /** It was signalled in a way that it cannot note. */
  expectEnd(process: SpawnedProcess): void;
}

/** Makes it. No timer runs while nothing is watched. */
export function createEndWatch(cgroups: Cgroups): EndWatch {
  const watches = new Set<RunWatch>();
  let timer: NodeJS.Timeout | undefined;
  let round = 0;
  const sweep = () => {
    round = (round + 1) % rounds;
    [...watches].forEach((watch, index) => {
      const { group } = watch.process;
      if (index % rounds === round ? !isSameAndAlive(group) : !isTaken(group.pid)) watch.look();
    });
  };
  const remove = (watch: RunWatch) => {
    watches.delete(watch);
    if (watches.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
  return {
    whenEnded: (process, exitFile, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const watch = new RunWatch({ process, exitFile, cgroups }, (exit) => {
          remove(watch);
          signal.removeEventListener('abort', stop);
          resolve(exit);
        });
        const stop = () => {
          remove(watch);
          watch.stop();
          reject(signal.reason as Error); // whatever the caller aborts with is what it gets
        };
        signal.addEventListener('abort', stop, { once: true });
        watches.add(watch);
        timer ??= setInterval(sweep, sweepMs).unref();
        watch.look();
      }),
    expectEnd({ mark }) {
      for (const watch of [...watches]) if (watch.process.mark === mark) watch.expectEnd();
    },
  };
}

function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'ESRCH' || errnoOf(error) === 'EPERM') return false; // nobody's, or a stranger's
    throw error;
  }
}
