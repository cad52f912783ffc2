import { setTimeout as sleep } from 'node:timers/promises';

/** Looks again and again until it is true. @throws when it is not within the limit; `what` says what was waited for */
export async function waitUntil(what: string, limitMs: number, look: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await look())) {
    if (performance.now() > deadline) throw new Error(`Not within ${limitMs} ms: ${what}.`);
    await sleep(5);
  }
}
