import type { ProcessExit, SpawnedProcess } from '@showrunner/platform';
import type { Cgroups } from '../../cgroups/create-cgroups.ts';
import { isSameAndAlive } from '../identity.ts';
import type { StartedKeeper } from '../start/spawn.ts';
import type { EndWatch } from './end-watch.ts';
import { readExit, unwrittenExit } from './recover.ts';

/** Waits for the end of a run. `keeper` where it is our own child: then its death is told to us, and how it died. */
export async function whenRunEnded(
  run: { readonly process: SpawnedProcess; readonly exitFile: string; readonly keeper: StartedKeeper['ended'] },
  { ends, cgroups }: { readonly ends: EndWatch; readonly cgroups: Cgroups },
  signal: AbortSignal,
): Promise<ProcessExit> {
  const { process, exitFile, keeper } = run;
  if (keeper !== undefined) {
    const end = await abortable(keeper, signal);
    const exit = readExit(exitFile, cgroups);
    if (exit !== undefined) return exit;
    if (end.signal !== null && !isSameAndAlive(process.identity)) {
      return { signal: end.signal, ...unwrittenExit(process, cgroups) };
    }
  }
  return ends.whenEnded(process, exitFile, signal);
}

function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error); // whatever the caller aborts with is what it gets
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
