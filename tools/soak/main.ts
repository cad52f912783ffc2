import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openRig } from '../rig/open-rig.ts';
import { toTable } from '../rig/table.ts';
import { type Chance, createChance } from './chance.ts';
import { createLineAudit } from './checks/audit-lines.ts';
import { createProcessCheck } from './checks/check-processes.ts';
import { createGrowthWatch } from './checks/watch-growth.ts';
import { runClient } from './clients.ts';
import { createDecoys } from './decoys.ts';
import { endWorld } from './ending.ts';
import { breakPlane, breakUnits } from './faults.ts';
import { makeUnits, notesDirectory } from './misbehaving-units.ts';
import { startPlane, type World } from './world.ts';

const clients = 4;
const checkMs = 1_000;
const invariants = [
  'never two of one unit',
  'no stranger signalled',
  'no line lost, doubled or reordered',
  'commands settle',
  'the last wish counts',
  'no zombie',
  'nothing is left',
  'flat',
];

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    units: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});

async function main(): Promise<void> {
  const seed = Number(values.seed);
  console.log(`Soak of ${values.minutes} min with ${values.units} units, seed ${seed}.`);
  const rig = openRig('soak');
  mkdirSync(notesDirectory(rig));
  const units = makeUnits(rig, Number(values.units));
  const world: World = {
    rig,
    units,
    plane: undefined,
    lives: 0,
    slowestStartMs: 0,
    done: new Map(),
    violations: new Map(),
  };
  // The collector by hand makes the size of the heap exact.
  process.execArgv.push('--expose-gc');
  try {
    const growth = await soak(world, createChance(seed), Number(values.minutes) * 60_000);
    report(world, growth);
  } finally {
    rig.close();
  }
}

/** In the first half the control plane is killed too; in the second one lives through, so that its growth can be seen. */
async function soak(world: World, chance: Chance, ms: number) {
  const decoys = createDecoys(world.rig);
  const plane = await startPlane(world);
  await plane
    .tell('up', { specs: world.units.map(({ spec }) => spec) })
    .catch((error: unknown) => console.log(`  ${String(error)}`));
  const [all, planes] = [new AbortController(), new AbortController()];
  const players = [
    ...Array.from({ length: clients }, () => runClient(world, chance.fork(), all.signal)),
    breakUnits(world, chance.fork(), all.signal),
  ];
  const planeBreaker = breakPlane(world, chance.fork(), decoys, planes.signal);
  const [processes, lines, growth] = [createProcessCheck(world), createLineAudit(world), createGrowthWatch(world)];
  const startedAt = performance.now();
  const checkFor = async (until: number, andThen: (second: number) => Promise<void>) => {
    for (let second = 0; performance.now() - startedAt < until; second += 1) {
      processes.look();
      decoys.check(world);
      lines.look();
      await andThen(second);
      if (second % 10 === 9) progress(world, performance.now() - startedAt);
      await sleep(checkMs);
    }
  };
  await checkFor(ms / 2, () => Promise.resolve());
  planes.abort();
  await planeBreaker;
  await checkFor(ms, () => growth.look());
  all.abort();
  await Promise.all(players);
  processes.look();
  await endWorld(world);
  decoys.check(world);
  const checked = lines.conclude();
  console.log(
    `\n${checked.lines} lines checked, ${checked.archives} times a log was cut, ${decoys.count} strangers alive, ${world.lives} control planes, ` +
      `of which the slowest had adopted everything ${Math.round(world.slowestStartMs)} ms after its start.`,
  );
  return growth.conclude();
}

function progress(world: World, ms: number): void {
  const deeds = [...world.done.values()].reduce((sum, count) => sum + count, 0);
  const found = [...world.violations.values()].flat().length;
  console.log(`  ${Math.round(ms / 1000)} s: ${deeds} deeds, control plane number ${world.lives}, ${found} violations`);
}

function report(world: World, growth: readonly (readonly string[])[]): void {
  const deeds = [...world.done]
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([what, count]) => [what, String(count)]);
  console.log(`\n${toTable(['done', 'times'], deeds)}`);
  console.log(
    `\n${toTable(['over the life of the last control plane', 'first', 'last', 'growth', 'allowed', ''], growth)}`,
  );
  const verdicts = invariants.map((name) => [name, String(world.violations.get(name)?.length ?? 0)]);
  console.log(`\n${toTable(['invariant', 'violations'], verdicts)}`);
  const failed = world.violations.size > 0;
  console.log(failed ? '\nFAIL' : '\nPASS');
  process.exitCode = failed ? 1 : 0;
}

await main();
