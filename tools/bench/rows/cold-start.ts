import { type Bench, whenAllRun, withFleet } from '../bench.ts';
import type { Row } from '../row.ts';

/** All units from nothing. */
export const coldStart: Row = {
  name: 'cold',
  title: '100 trivial units, cold → all running',
  measured:
    'From the start of the supervisor’s own process until the last unit has said itself that it runs. “From the order” is ' +
    'without the start of our process: from the moment at which the engine is told to define and start all of them (peers ' +
    'and limit read their orders while they start, so there both are the same). In milliseconds.',
  sides: (bench) =>
    bench.contenders.map((contender) => ({
      ...contender,
      measure: () => measure(bench, contender),
    })),
  columns: [
    { title: 'median', of: 'ms', by: 'median' },
    { title: 'worst', of: 'ms', by: 'max' },
    { title: 'from the order', of: 'orderMs', by: 'median' },
  ],
  ratioOf: { of: 'ms', by: 'median' },
  aims: (figures) => [
    { text: 'against supervisord', value: figures.ratio('supervisord', 'ms', 'median'), limit: 0.4 },
    { text: 'against the limit', value: figures.ratio('bare Node', 'ms', 'median'), limit: 1.3 },
    { text: 'from the order, against the limit', value: figures.ratio('bare Node', 'orderMs', 'median'), limit: 1.3 },
  ],
};

function measure(bench: Bench, contender: Bench['contenders'][number]) {
  return withFleet(bench, contender, {}, async (fleet, site) => {
    const [{ processAt, orderedAt }, runAt] = await Promise.all([fleet.up(), whenAllRun(site)]);
    return { ms: [runAt - processAt], orderMs: [runAt - orderedAt] };
  });
}
