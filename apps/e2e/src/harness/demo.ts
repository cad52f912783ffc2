import { afterAll, beforeAll } from 'vitest';
import { type Client, signUp } from './client.ts';
import { removeDataRoot, type Showrunner, startShowrunner } from './showrunner.ts';

/** A demo and the client of its first account. */
export interface Demo {
  showrunner: Showrunner;
  client: Client;
}

/** A demo for a whole suite. After it there must be no process and no mount of it, or the suite fails. */
export function useDemo(env?: () => Promise<Record<string, string>>): Demo {
  const demo = {} as Demo; // filled before the first test
  beforeAll(async () => {
    demo.showrunner = await startShowrunner({ args: ['--demo'], ...(env === undefined ? {} : { env: await env() }) });
    demo.client = await signUp(demo.showrunner.url);
  });
  afterAll(async () => {
    await demo.showrunner.stop();
    removeDataRoot(demo.showrunner.dataRoot);
  });
  return demo;
}
