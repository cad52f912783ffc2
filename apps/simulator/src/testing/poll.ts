import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until the answer is there; for what has no event, such as a mount. The test's own time limit is the end of it. */
export async function poll<T>(ask: () => Promise<T | undefined>, signal: AbortSignal): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(50, undefined, { signal });
  }
}
