import { availableParallelism } from 'node:os';
import { hasUtilLinux } from '../keeper/entry.ts';
import { type KeeperOrder, orderLines } from './spawn-order.ts';
import { type Launch, SpawnerProcess } from './spawner-process.ts';

/** One that has not answered by then is ended; its orders are looked up one by one. */
const answerMs = 10_000;
/** So many that died without having started anything are enough for a while. */
const mostFutile = 3;
const pauseMs = 30_000;
/** One works off its orders one by one. Behind so many another one is worth its start, up to one a processor. */
const manyPending = 4;
const mostProcesses = Math.min(4, availableParallelism());

/** The spawner of a control plane: started at the first order, helped by more when there are many, replaced when it has died. */
export interface Spawner {
  /** `refused`: nothing was started and nothing will be. Then, and only then, the caller may try another road. */
  launch(order: KeeperOrder): Promise<Launch>;
}

/** Makes it. */
export function createSpawner(): Spawner {
  const usable = hasUtilLinux();
  let current: SpawnerProcess[] = [];
  let futile = 0;
  let notBefore = 0;

  const ready = (): SpawnerProcess | undefined => {
    const dead = current.filter(({ open }) => !open);
    current = current.filter(({ open }) => open);
    for (const { proven } of dead) futile = proven ? 0 : futile + 1;
    const [idlest] = current.toSorted((a, b) => a.pending - b.pending);
    if (idlest !== undefined && (idlest.pending < manyPending || current.length >= mostProcesses)) return idlest;
    return begin() ?? idlest;
  };

  const begin = (): SpawnerProcess | undefined => {
    if (futile >= mostFutile) {
      futile = 0;
      notBefore = performance.now() + pauseMs;
    }
    if (performance.now() < notBefore) return undefined;
    try {
      const begun = new SpawnerProcess();
      current.push(begun);
      return begun;
    } catch {
      return undefined; // the direct road meets the same error and tells it
    }
  };

  return {
    async launch(order) {
      const lines = usable ? orderLines(order) : undefined;
      const spawner = lines === undefined ? undefined : ready();
      if (lines === undefined || spawner === undefined) return 'refused';
      const timer = setTimeout(() => spawner.kill(), answerMs);
      try {
        return await spawner.order(lines);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
