import { hasUtilLinux } from '../keeper/entry.ts';
import { type KeeperOrder, orderLines } from './spawn-order.ts';
import { type Launch, SpawnerProcess } from './spawner-process.ts';

/** One that has not answered by then is ended; its orders are looked up one by one. */
const answerMs = 10_000;
/** So many that died without having started anything are enough for a while. */
const mostFutile = 3;
const pauseMs = 30_000;

/** The spawner of a control plane: started at the first order, replaced when it has died. */
export interface Spawner {
  /** `refused`: nothing was started and nothing will be. Then, and only then, the caller may try another road. */
  launch(order: KeeperOrder): Promise<Launch>;
}

/** Makes it. */
export function createSpawner(): Spawner {
  const usable = hasUtilLinux();
  let current: SpawnerProcess | undefined;
  let futile = 0;
  let notBefore = 0;

  const ready = (): SpawnerProcess | undefined => {
    if (current?.open === true) return current;
    if (current !== undefined) futile = current.proven ? 0 : futile + 1;
    current = undefined;
    if (futile >= mostFutile) {
      futile = 0;
      notBefore = performance.now() + pauseMs;
    }
    if (performance.now() < notBefore) return undefined;
    try {
      return (current = new SpawnerProcess());
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
