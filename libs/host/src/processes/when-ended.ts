import { type FSWatcher, watch } from 'node:fs';
import type { ProcessExit, SpawnedProcess } from '@showrunner/platform';
import { isSameAndAlive } from './identity.ts';
import { readExit } from './recover.ts';
import type { StartedKeeper } from './spawn.ts';

/** The record tells an end at once; this is for a keeper or a group that was killed and could not write. */
const livenessMs = 250;

/** Waits for the end of a run. `keeper` where it is our own child. */
export async function whenRunEnded(
  process: SpawnedProcess,
  exitFile: string,
  signal: AbortSignal,
  keeper: StartedKeeper['ended'],
): Promise<ProcessExit> {
  if (keeper !== undefined) {
    const end = await abortable(keeper, signal);
    const exit = readExit(exitFile);
    if (exit !== undefined) return exit;
    if (end.signal !== null && !isSameAndAlive(process.identity)) {
      return { signal: end.signal, outOfMemory: false, at: Date.now() };
    }
  }
  return watchUntilEnded(process, exitFile, signal);
}

function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error); // whatever the caller aborts with is what it gets
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

function watchUntilEnded(process: SpawnedProcess, exitFile: string, signal: AbortSignal): Promise<ProcessExit> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const exit = readExit(exitFile);
      if (exit !== undefined) finish(() => resolve(exit));
      else if (!isSameAndAlive(process.identity) && !isSameAndAlive(process.group)) {
        const last = readExit(exitFile); // the keeper may have written between the two looks
        finish(() => resolve(last ?? { outOfMemory: false, at: Date.now() }));
      }
    };
    const stop = () => finish(() => reject(signal.reason as Error)); // as above
    const watcher = watchFile(exitFile, look);
    const timer = setInterval(look, livenessMs);
    timer.unref();
    const finish = (settle: () => void) => {
      clearInterval(timer);
      watcher?.close();
      signal.removeEventListener('abort', stop);
      settle();
    };
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    look();
  });
}

/** A watch makes it faster, the interval makes it sure: no inotify left is no reason to fail. */
function watchFile(path: string, onChange: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(path, { persistent: false }, onChange);
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
