import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { rigVariable } from '../../rig/open-rig.ts';
import { findMarked, isAlive, lookAt } from '../../rig/proc.ts';
import { waitUntil } from '../../rig/wait.ts';
import { type Bench, whenAllRun, withFleet } from '../bench.ts';
import type { Fleet, FleetSite } from '../fleets/fleet.ts';
import { logOf } from '../fleets/showrunner.ts';
import type { Row } from '../row.ts';

/** What happens to the units when the supervisor is killed and started again. */
export const planeDeath: Row = {
  name: 'death',
  title: 'kill -9 of the supervisor with 100 units, then start it again',
  measured:
    'All processes that decide are killed at once (for runit and s6 those are one for each unit, too), and a second later ' +
    'the supervisor is started again. Time from the start of its new process until it answers a status that has all units ' +
    'running, in milliseconds; how many programs of the units are alive two seconds after that, how many of them are ' +
    'those of before, and how many units have more than one. Units write ten numbered lines a second; lines lost or doubled are counted where the supervisor ' +
    'writes their output to files (here: ours only).',
  sides: (bench) =>
    bench.contenders
      .filter(({ kind }) => kind !== 'limit')
      .map((contender) => ({ ...contender, measure: () => measure(bench, contender) })),
  columns: [
    { title: 'status served, median', of: 'ms', by: 'median' },
    { title: 'worst', of: 'ms', by: 'max' },
    { title: 'programs alive', of: 'alive', by: 'max' },
    { title: 'of before', of: 'survivors', by: 'min' },
    { title: 'doubled units', of: 'doubled', by: 'max' },
    { title: 'lines lost or doubled', of: 'faultyLines', by: 'sum' },
  ],
  aims: (figures) => [
    {
      text: 'all adopted and status served, worst, in ms',
      value: figures.get('Showrunner', 'ms', 'max'),
      limit: 1_000,
    },
    { text: 'doubled', value: figures.get('Showrunner', 'doubled', 'max'), limit: 0 },
    { text: 'lines lost or doubled', value: figures.get('Showrunner', 'faultyLines', 'sum'), limit: 0 },
  ],
};

function measure(bench: Bench, contender: Bench['contenders'][number]) {
  return withFleet(
    bench,
    contender,
    { program: 'count-up.sh', logged: contender.kind === 'ours' },
    async (fleet, site) => {
      await Promise.all([fleet.up(), whenAllRun(site)]);
      await sleep(1_500);
      const before = site.units.map(({ name }) => site.announcements.latest(name)?.pid ?? 0);
      fleet.controlPlane().forEach((pid) => process.kill(pid, 'SIGKILL'));
      await sleep(1_000);
      const { processAt } = await fleet.up();
      const answered = await servesAll(fleet, site);
      const ms = answered ? [performance.now() - processAt] : [];
      await sleep(2_000);
      const programs = countPrograms(site);
      const doubled = [...programs.values()].filter((count) => count > 1).length;
      const alive = [...programs.values()].reduce((sum, count) => sum + count, 0);
      const survivors = before.filter(isAlive).length;
      const counts = { ms, alive: [alive], survivors: [survivors], doubled: [doubled] };
      return contender.kind === 'ours' ? { ...counts, faultyLines: [countFaultyLines(site)] } : counts;
    },
  );
}

/** A supervisor that can no longer tell is one that does not serve; the others have their time. */
async function servesAll(fleet: Fleet, site: FleetSite): Promise<boolean> {
  try {
    await waitUntil('status served', 10_000, async () => (await fleet.status()) === site.units.length);
    return true;
  } catch {
    return false; // shown as a dash
  }
}

/** Living programs of each unit: the shell that runs the unit's script, by what it was started with. */
function countPrograms(site: FleetSite): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const pid of findMarked(rigVariable, site.rig.mark)) {
    const argv = readArguments(pid);
    if (argv[0] !== '/bin/sh' || argv[3] !== site.announcements.path || lookAt(pid)?.comm === 'sleep') continue;
    const name = argv[2] ?? '';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function readArguments(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0');
  } catch {
    return []; // gone meanwhile
  }
}

/** Lines that are not the successor of the one before. The last one may be cut, since the unit goes on writing. */
function countFaultyLines(site: FleetSite): number {
  return site.units.reduce((sum, { name }) => {
    const lines = readFileSync(logOf(site, name), 'utf8').split('\n').slice(0, -1);
    return sum + lines.filter((line, index) => line !== `line ${index + 1}`).length;
  }, 0);
}
