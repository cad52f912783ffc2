import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench, whenAllRun, withFleet } from '../bench.ts';
import type { Row } from '../row.ts';
import { crashable, settledMs, touchEach } from './one-by-one.ts';
import { ofOneUnit } from './restart-one.ts';

/** The first restart after a crash, with no delay configured. */
export const crash: Row = {
  name: 'crash',
  rounds: 5,
  title: 'Crash → running again, first attempt, no delay configured',
  measured:
    'From `kill -9` of the program until its successor has said itself that it runs; a fifth of the units, once a round, one ' +
    'after the other, after they have all run for 1.5 s. In milliseconds.',
  sides: (bench) => bench.contenders.map((contender) => ({ ...contender, measure: () => measure(bench, contender) })),
  ...ofOneUnit,
};

function measure(bench: Bench, contender: Bench['contenders'][number]) {
  return withFleet(bench, contender, {}, async (fleet, site) => {
    await Promise.all([fleet.up(), whenAllRun(site)]);
    await sleep(settledMs);
    return {
      ms: await touchEach({ ...site, units: crashable(site.units) }, (_unit, pid) => process.kill(pid, 'SIGKILL')),
    };
  });
}
