import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench, whenAllRun, withFleet } from '../bench.ts';
import type { Figures, Row } from '../row.ts';
import { settledMs, touchEach } from './one-by-one.ts';

/** What both of the rows about one unit show, and what they aim at. */
export const ofOneUnit = {
  columns: [
    { title: 'p50', of: 'ms', by: 'p50' },
    { title: 'p99', of: 'ms', by: 'p99' },
    { title: 'worst', of: 'ms', by: 'max' },
  ],
  ratioOf: { of: 'ms', by: 'p50' },
  aims: aheadOfAll,
} satisfies Partial<Row>;

/** One restart on request at a time. */
export const restartOne: Row = {
  name: 'restart',
  title: 'Restart one of 100: request → new process runs',
  measured:
    'From the request, sent in the quickest way that each side offers, until the new process has said itself that it runs; ' +
    'each of the units once a round, one after the other. In milliseconds.',
  sides: (bench) => bench.contenders.map((contender) => ({ ...contender, measure: () => measure(bench, contender) })),
  ...ofOneUnit,
};

function aheadOfAll(figures: Figures) {
  return (['p50', 'p99'] as const).flatMap((by) => [
    {
      text: `${by} against the best peer`,
      value: figures.get('Showrunner', 'ms', by) / figures.bestPeer('ms', by),
      limit: 1,
    },
    { text: `${by} against the limit`, value: figures.ratio('bare Node', 'ms', by), limit: 1.3 },
  ]);
}

function measure(bench: Bench, contender: Bench['contenders'][number]) {
  return withFleet(bench, contender, {}, async (fleet, site) => {
    await Promise.all([fleet.up(), whenAllRun(site)]);
    await sleep(settledMs);
    const answers: Promise<void>[] = [];
    const ms = await touchEach(site, (unit) => answers.push(fleet.restart(unit)));
    await Promise.all(answers);
    return { ms };
  });
}
