import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { withProduct } from '../product/with-product.ts';
import type { Row } from '../row.ts';

/** The same as the row before for the whole product. */
export const productDeath: Row = {
  name: 'product-death',
  title: 'kill -9 of the product with 100 units, then start it again',
  measured:
    'From the start of the new process of the built product (HTTP, sockets, dashboard, catalogue, database) until its API ' +
    'has answered the whole stack to a client that keeps trying, in milliseconds; how many units it shows as adopted; and how ' +
    'many of them are not the process that they were before.',
  sides: (bench) => [{ name: 'Showrunner', kind: 'ours', measure: () => measure(bench) }],
  columns: [
    { title: 'status served, median', of: 'ms', by: 'median' },
    { title: 'worst', of: 'ms', by: 'max' },
    { title: 'not adopted', of: 'missing', by: 'max' },
    { title: 'other process', of: 'changed', by: 'max' },
  ],
  aims: (figures) => [
    { text: 'status served, worst, in ms', value: figures.get('Showrunner', 'ms', 'max'), limit: 1_000 },
    {
      text: 'units that are not adopted, or not the same',
      value: figures.get('Showrunner', 'missing', 'max') + figures.get('Showrunner', 'changed', 'max'),
      limit: 0,
    },
  ],
};

function measure(bench: Bench) {
  return withProduct(bench, bench.units, async ({ site, client, startAgain }) => {
    await sleep(1_000);
    const before = new Map((await client.services()).map(({ unitId, status }) => [unitId, status.pid]));
    const { ms, services } = await startAgain();
    const shown = services.filter(({ processName }) => site.units.some(({ name }) => name === processName));
    const adopted = shown.filter(({ status }) => status.adopted && status.pid !== undefined);
    const changed = adopted.filter(({ unitId, status }) => status.pid !== before.get(unitId));
    return { ms: [ms], missing: [site.units.length - adopted.length], changed: [changed.length] };
  });
}
