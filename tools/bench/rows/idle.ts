import { setTimeout as sleep } from 'node:timers/promises';
import { cpuSeconds, memoryOf } from '../../rig/proc.ts';
import { type Bench, whenAllRun, withFleet } from '../bench.ts';
import { showrunner } from '../fleets/showrunner.ts';
import type { Row, Side } from '../row.ts';

/** Work that a bring-up leaves behind is over after this time. */
const quietMs = 5_000;
const measuredMs = 20_000;
const mebibyte = 2 ** 20;

/** What it costs when nothing happens. */
export const idle: Row = {
  name: 'idle',
  title: 'Idle',
  measured:
    'Processor time of the supervisor with its keepers or helpers over 20 s in which nothing happens, in percent of a core; ' +
    'its memory in MiB: resident (pages that processes share are counted in each) and as its fair share; and that share ' +
    'divided by the number of units, in KiB. Units have no probes, as those of the peers have none.',
  rounds: 1,
  sides: (bench) => [
    ...bench.contenders
      .filter(({ kind }) => kind !== 'limit')
      .map((contender) => side(bench, contender, contender.name, 1)),
    side(bench, showrunner, 'Showrunner, ten times the units', 10),
    ...bench.contenders
      .filter(({ kind }) => kind === 'limit')
      .map((contender) => side(bench, contender, contender.name, 1)),
  ],
  columns: [
    { title: 'CPU %', of: 'cpuPct', by: 'median' },
    { title: 'RSS', of: 'rss', by: 'median' },
    { title: 'fair share', of: 'pss', by: 'median' },
    { title: 'for one unit', of: 'unitKiB', by: 'median' },
    { title: 'control plane alone, RSS', of: 'planeRss', by: 'median' },
  ],
  aims: (figures) => [
    { text: '100 units, percent of a core', value: figures.get('Showrunner', 'cpuPct', 'median'), limit: 0.5 },
    {
      text: '1,000 units, percent of a core',
      value: figures.get('Showrunner, ten times the units', 'cpuPct', 'median'),
      limit: 2,
    },
  ],
};

function side(bench: Bench, contender: Bench['contenders'][number], name: string, times: number): Side {
  const units = bench.units * times;
  const measure = () =>
    withFleet(bench, contender, { units }, async (fleet, site) => {
      await Promise.all([fleet.up(), whenAllRun(site, 120_000)]);
      await sleep(quietMs);
      const pids = fleet.supervisors();
      const [before, from] = [cpuSeconds(pids), performance.now()];
      await sleep(measuredMs);
      const seconds = cpuSeconds(pids) - before;
      const { rss, pss } = memoryOf(pids);
      return {
        cpuPct: [(seconds / ((performance.now() - from) / 1_000)) * 100],
        rss: [rss / mebibyte],
        pss: [pss / mebibyte],
        unitKiB: [pss / 1024 / units],
        planeRss: [memoryOf(fleet.controlPlane()).rss / mebibyte],
      };
    });
  return { name, kind: contender.kind, measure };
}
