import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openRig } from '../rig/open-rig.ts';
import { slope } from '../rig/statistics.ts';
import { waitUntil } from '../rig/wait.ts';
import { createChance } from './chance.ts';
import { countMembers } from './census.ts';
import { createLineAudit } from './checks/audit-lines.ts';
import { createProcessCheck } from './checks/check-processes.ts';
import { createDecoys } from './decoys.ts';
import { makeUnits, notesDirectory, unitVariable } from './misbehaving-units.ts';
import type { World } from './world.ts';

// A check that finds nothing proves nothing until it was seen to find something.
const run = '00000000-0000-4000-8000-000000000001';
let world: World;

beforeEach(() => {
  const rig = openRig('soak-test');
  mkdirSync(notesDirectory(rig));
  const numbers = { lives: 0, slowestStartMs: 0 };
  world = { rig, units: makeUnits(rig, 10), plane: undefined, ...numbers, done: new Map(), violations: new Map() };
});
afterEach(() => world.rig.close());

const found = () => Object.fromEntries([...world.violations].map(([name, sentences]) => [name, sentences.length]));

function aWriter() {
  const unit = world.units.find(({ writesNumbers }) => writesNumbers);
  if (unit === undefined) throw new Error('No unit writes numbers.');
  return unit.spec.outputFile;
}

it('a lost, a doubled and a missing last line are found', () => {
  const audit = createLineAudit(world);
  writeFileSync(aWriter(), [1, 2, 4, 4, 5].map((number) => `${run} ${number}\n`).join(''));
  writeFileSync(join(notesDirectory(world.rig), run), '6\n');
  audit.look();
  audit.conclude();
  expect(found()).toEqual({ 'no line lost, doubled or reordered': 3 });
});

it('half a line of a killed program does not hide the first line of the next run', () => {
  const audit = createLineAudit(world);
  const next = run.replace('1', '2');
  writeFileSync(aWriter(), `${run} 1\n${run} ${next} 1\nKilled\n${next} 2\n`);
  audit.look();
  expect(audit.conclude().lines).toBe(3);
  expect(found()).toEqual({});
});

it('lines that come in pieces and lines that were cut off are read as they were written', () => {
  const log = aWriter();
  const lines = [1, 2, 3].map((number) => `${run} ${number}\n`);
  const [first = '', second = '', third = ''] = lines;
  writeFileSync(`${log}.000001.a-b.0-${first.length}.gz`, gzipSync(first));
  writeFileSync(log, Buffer.concat([Buffer.alloc(first.length), Buffer.from(second + third.slice(0, 10))]));
  const audit = createLineAudit(world);
  audit.look();
  appendFileSync(log, third.slice(10));
  expect(audit.conclude().lines).toBe(3);
  expect(found()).toEqual({});
});

it('two living runs of one unit are found', async () => {
  const start = (mark: string) =>
    spawn('/bin/sleep', ['60'], {
      env: { ...world.rig.env, [unitVariable]: 'unit-1', SHOWRUNNER_RUN: mark },
      stdio: 'ignore',
    });
  start('one');
  await waitUntil('the first lives', 5_000, () => countMembers(world.rig).length === 1);
  const check = createProcessCheck(world);
  check.look();
  expect(found()).toEqual({});
  start('two');
  await waitUntil('the second lives', 5_000, () => countMembers(world.rig).length === 2);
  check.look();
  expect(found()).toEqual({ 'never two of one unit': 1 });
});

it('a stranger that was signalled and one that was killed are found', async () => {
  const decoys = createDecoys(world.rig);
  const [signalled, killed] = [decoys.add(), decoys.add()];
  decoys.check(world);
  expect(found()).toEqual({});
  if (signalled === undefined || killed === undefined) throw new Error('A decoy was not started.');
  process.kill(killed.pid, 'SIGKILL');
  await waitUntil('the stranger has set its traps and noted the signal', 10_000, () => {
    process.kill(signalled.pid, 'SIGUSR1');
    decoys.check(world);
    return (
      (world.violations.get('no stranger signalled') ?? []).some((sentence) => sentence.includes('got USR1')) ||
      !isThere(signalled.pid)
    );
  });
  expect(
    world.violations.get('no stranger signalled')?.some((sentence) => sentence.includes(`${killed.pid} was killed`)),
  ).toBe(true);
});

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // it was signalled before it had set its traps, which is found as well
  }
}

it('the same seed draws the same, and parts do not disturb each other', () => {
  const draw = (seed: number) => {
    const chance = createChance(seed);
    const part = chance.fork();
    part.next();
    return [chance.between(0, 1_000), chance.pick(['a', 'b', 'c']), chance.next()];
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

it('a straight line has its slope', () => {
  expect(slope([0, 1, 2, 3].map((x) => [x, 5 + 2 * x] as const))).toBeCloseTo(2);
});
