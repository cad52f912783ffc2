import { spawn } from 'node:child_process';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuSeconds, peakRss } from '../../rig/proc.ts';
import { type Bench, whenAllRun, withFleet } from '../bench.ts';
import type { Fleet, FleetSite } from '../fleets/fleet.ts';
import { logOf, type OwnFleet, rotatingShowrunner, showrunner } from '../fleets/showrunner.ts';
import type { Row, Side } from '../row.ts';

const lines = 1_000_000;
const limitMs = 120_000;
const plan = {
  units: 1,
  program: 'write-lines.sh',
  args: (directory: string) => [String(lines), join(directory, 'begin')],
  logged: true,
} as const;

/** Output at full speed with nobody reading. */
export const logLines: Row = {
  name: 'lines',
  title: '1,000,000 lines of 100 bytes from one child, no reader',
  measured:
    'How long the child took to write them, by its own word before and after, in milliseconds; and the processor time of the ' +
    'supervisor with all its loggers and keepers from then until a second after it had nothing left to do, in milliseconds. ' +
    'The limit is the same child writing to a plain file. Nobody limits the size of the log, but for the line that says so: ' +
    'there all is also cut and compressed, which the peers do not do.',
  sides: (bench) => [
    ...[...bench.contenders, rotatingShowrunner]
      .filter(({ kind }) => kind !== 'limit')
      .map((contender) => ({
        ...contender,
        measure: () => withFleet(bench, contender, plan, (fleet, site) => measure(fleet, site)),
      })),
    plainFile(bench),
  ],
  columns: [
    { title: 'child, median', of: 'childMs', by: 'median' },
    { title: 'worst', of: 'childMs', by: 'max' },
    { title: 'supervisor’s CPU', of: 'cpuMs', by: 'median' },
  ],
  ratioOf: { of: 'childMs', by: 'median' },
  aims: (figures) => [
    { text: 'child against a plain file', value: figures.ratio('plain file', 'childMs', 'median'), limit: 1.05 },
    {
      text: 'our processor time against the best peer’s',
      value: figures.get('Showrunner', 'cpuMs', 'median') / figures.bestPeer('cpuMs', 'median'),
      limit: 0.1,
    },
  ],
};

/** The same with a follower in our process. */
export const logFollower: Row = {
  name: 'follower',
  title: 'The same with one live follower',
  measured:
    'A follower of the log stream in our process reads while the child writes and checks every number. Lines a second from ' +
    'the first to the last line that it got; lines that it was told it missed or that it did not get; lines out of order; and ' +
    'by how much the most memory that our process ever held grew, in MiB.',
  sides: (bench) => [{ name: 'Showrunner', kind: 'ours', measure: () => withFleet(bench, showrunner, plan, follow) }],
  columns: [
    { title: 'lines a second, median', of: 'rate', by: 'median' },
    { title: 'not got', of: 'lost', by: 'max' },
    { title: 'out of order', of: 'disordered', by: 'max' },
    { title: 'memory grew by', of: 'grewMiB', by: 'max' },
  ],
  aims: (figures) => [
    {
      text: 'lost or out of order',
      value: figures.get('Showrunner', 'lost', 'max') + figures.get('Showrunner', 'disordered', 'max'),
      limit: 0,
    },
    { text: '500,000 against lines a second', value: 500_000 / figures.get('Showrunner', 'rate', 'median'), limit: 1 },
    { text: 'growth of memory in MiB', value: figures.get('Showrunner', 'grewMiB', 'max'), limit: 100 },
  ],
};

async function measure(fleet: Fleet, site: FleetSite) {
  await Promise.all([fleet.up(), whenAllRun(site)]);
  await sleep(500);
  const before = cpuSeconds(fleet.supervisors());
  const childMs = await writeAll(site);
  const after = await whenQuiet(fleet);
  return { childMs: [childMs], cpuMs: [(after - before) * 1_000] };
}

/** Processor time so far, once a second has passed in which next to none was used. */
async function whenQuiet(fleet: Fleet): Promise<number> {
  for (let seen = cpuSeconds(fleet.supervisors()); ;) {
    await sleep(1_000);
    const now = cpuSeconds(fleet.supervisors());
    if (now - seen < 0.01) return now;
    seen = now;
  }
}

/** Lets the child begin. Answers how long it took. */
async function writeAll({ announcements, directory, units }: FleetSite): Promise<number> {
  const name = units[0]?.name ?? '';
  writeFileSync(join(directory, 'begin'), '');
  const begun = await announcements.next(`${name}:begins`, () => true, limitMs);
  const done = await announcements.next(`${name}:done`, () => true, limitMs);
  return done.at - begun.at;
}

async function follow(fleet: OwnFleet, site: FleetSite) {
  await Promise.all([fleet.up(), whenAllRun(site)]);
  await sleep(500);
  const { plane } = fleet;
  const before = peakRss(plane.pid);
  await plane.tell('follow', { path: logOf(site, site.units[0]?.name ?? ''), lines });
  await writeAll(site);
  const report = await plane.tell('followed', {});
  return {
    rate: [(report.lines / report.ms) * 1_000],
    lost: [lines - report.lines],
    disordered: [report.disordered],
    grewMiB: [(peakRss(plane.pid) - before) / 2 ** 20],
  };
}

/** The limit: nobody between the child and its file. */
function plainFile(bench: Bench): Side {
  const open = (site: FleetSite) => {
    const fleet: Fleet = {
      up() {
        const processAt = performance.now();
        const log = openSync(join(site.directory, 'plain.log'), 'a');
        const [program, ...args] = site.units[0]?.argv ?? ['/bin/false'];
        spawn(program, args, { env: site.rig.env, stdio: ['ignore', log, log] });
        closeSync(log);
        return Promise.resolve({ processAt, orderedAt: processAt });
      },
      restart: () => Promise.resolve(),
      status: () => Promise.resolve(1),
      supervisors: () => [],
      controlPlane: () => [],
      down: () => Promise.resolve(),
    };
    return fleet;
  };
  const work = async (fleet: Fleet, site: FleetSite) => ({ childMs: (await measure(fleet, site)).childMs });
  return { name: 'plain file', kind: 'limit', measure: () => withFleet(bench, { open }, plan, work) };
}
