import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench, whenAllRun, withFleet } from '../bench.ts';
import { withProduct } from '../product/with-product.ts';
import type { Row, Side } from '../row.ts';
import { crashable } from './one-by-one.ts';

const requests = 100;

/** What it takes to learn how all units are. */
export const status: Row = {
  name: 'status',
  title: 'Status of all units: 1,000 of ours through the API, 100 of the peers’',
  measured:
    'Ours is the built product: GET /api/native/stack over HTTP with a token, on a connection that is kept open, 1,000 units ' +
    'with all that the dashboard shows of them; “after a change” has one unit end and come back between two requests. Peers ' +
    'are asked for 100 units in their quickest way. 100 requests, one after the other; in milliseconds until the whole ' +
    'answer is there.',
  rounds: 1,
  sides: (bench) => [
    served(bench, 10, 'Showrunner'),
    served(bench, 1, 'Showrunner, as few as the peers'),
    ...bench.contenders.filter(({ kind }) => kind === 'peer').map((contender) => asked(bench, contender)),
  ],
  columns: [
    { title: 'p50', of: 'ms', by: 'p50' },
    { title: 'p99', of: 'ms', by: 'p99' },
    { title: 'after a change, p50', of: 'changedMs', by: 'p50' },
    { title: 'p99', of: 'changedMs', by: 'p99' },
  ],
  ratioOf: { of: 'ms', by: 'p50' },
  aims: (figures) => [
    {
      text: 'p50 for 1,000 against the best peer’s for 100',
      value: figures.get('Showrunner', 'ms', 'p50') / figures.bestPeer('ms', 'p50'),
      limit: 1,
    },
  ],
};

function served(bench: Bench, times: number, name: string): Side {
  const measure = () =>
    withProduct(bench, bench.units * times, async ({ site, client }) => {
      await sleep(3_000);
      const ms = await time(requests, () => client.get('/api/native/stack'));
      const changedMs: number[] = [];
      for (const { name: unit } of crashable(site.units).slice(0, requests)) {
        const pid = site.announcements.latest(unit)?.pid ?? 0;
        process.kill(pid, 'SIGKILL');
        await site.announcements.next(unit, (word) => word.pid !== pid, 30_000);
        changedMs.push(...(await time(1, () => client.get('/api/native/stack'))));
      }
      return { ms, changedMs };
    });
  return { name, kind: 'ours', measure };
}

function asked(bench: Bench, contender: Bench['contenders'][number]): Side {
  const measure = () =>
    withFleet(bench, contender, {}, async (fleet, site) => {
      await Promise.all([fleet.up(), whenAllRun(site)]);
      await sleep(3_000);
      return { ms: await time(requests, () => fleet.status()) };
    });
  return { ...contender, measure };
}

async function time(count: number, ask: () => Promise<unknown>): Promise<number[]> {
  const all: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = performance.now();
    await ask();
    all.push(performance.now() - at);
  }
  return all;
}
