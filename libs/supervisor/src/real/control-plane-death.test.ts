import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { UnitStatus } from '@showrunner/contracts';
import { afterEach, beforeEach, expect, it } from 'vitest';

const program = new URL('../fixtures/control-plane.ts', import.meta.url).pathname;
const planes: ChildProcess[] = [];
let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'showrunner-control-plane-'));
});

afterEach(() => {
  planes.splice(0).forEach((plane) => plane.kill('SIGKILL'));
  ours().forEach(endQuietly);
  rmSync(directory, { recursive: true, maxRetries: 5 });
});

/** Starts a control plane; its lines are lists of units. */
function open(units: number) {
  const argv = ['--conditions=source', '--no-warnings', program, directory, String(units)];
  const plane = spawn(process.execPath, argv, { stdio: ['pipe', 'pipe', 'pipe'] });
  planes.push(plane);
  const lines = createInterface({ input: plane.stdout })[Symbol.asyncIterator]();
  let said = '';
  plane.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const gone = new Promise<void>((resolve) => plane.once('exit', () => resolve()));
  const list = async (): Promise<readonly UnitStatus[]> => {
    const { value } = await lines.next();
    if (value === undefined) throw new Error(`The control plane said: ${said}`);
    return JSON.parse(value) as UnitStatus[]; // printed by our own fixture
  };
  return { plane, gone, units: list, said: () => said };
}

/** Pids of everything that works in this test's directory, but control planes. */
function ours(): readonly number[] {
  const known = new Set(planes.map(({ pid }) => pid));
  const recorded = marks();
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && !known.has(pid) && carries(pid, recorded));
}

function carries(pid: number, recorded: ReadonlySet<string>): boolean {
  try {
    const state = /\) (\w) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
    const mark = /SHOWRUNNER_RUN=([\w-]+)/.exec(readFileSync(`/proc/${pid}/environ`, 'latin1'))?.[1];
    return state !== 'Z' && mark !== undefined && recorded.has(mark);
  } catch {
    return false; // gone meanwhile
  }
}

/** Marks of the runs that this test's control planes have recorded. */
function marks(): ReadonlySet<string> {
  const units = join(directory, 'state', 'units');
  const records = readdirSync(units).flatMap((unit) =>
    readdirSync(join(units, unit))
      .filter((name) => name.startsWith('exit-'))
      .map((name) => join(units, unit, name)),
  );
  return new Set(records.map((path) => readFileSync(path, 'utf8').split(/\s/)[2] ?? ''));
}

const pids = (units: readonly UnitStatus[]) => units.map(({ unitId, pid }) => [unitId, pid]).sort();

it('kill -9 of the control plane leaves everything running, and the next one holds exactly the same', async () => {
  const first = open(20);
  const before = await first.units();
  const processesBefore = ours();
  first.plane.kill('SIGKILL');
  await first.gone;

  const second = open(0);
  const after = await second.units();
  expect(pids(after)).toEqual(pids(before));
  expect(after.every(({ adopted }) => adopted)).toBe(true);
  expect(ours().filter((pid) => processesBefore.includes(pid)).length).toBeGreaterThanOrEqual(40);

  const third = open(0);
  await third.gone;
  expect(third.said()).toContain(`Process ${second.plane.pid} holds`);

  second.plane.stdin?.write('stop\n');
  const stopped = await second.units();
  expect(stopped.map(({ state }) => state)).toEqual(stopped.map(() => 'stopped'));
  await second.gone;
  expect(ours()).toEqual([]);
  for (const { unitId } of before) {
    const lines = readFileSync(join(directory, `${unitId}.log`), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines).toEqual(lines.map((_, index) => `line ${index + 1}`));
  }
});

it('kill -9 while units are being started doubles none', async () => {
  const first = open(10);
  const units = join(directory, 'state', 'units', 'unit-4');
  while (!exists(units)) await new Promise((resolve) => setImmediate(resolve));
  first.plane.kill('SIGKILL');
  await first.gone;

  const second = open(10);
  const after = await second.units();
  expect(after).toHaveLength(10);
  const perUnit = ours().filter((pid) => isKeeper(pid)).length;
  expect(perUnit).toBe(10);
  second.plane.stdin?.write('stop\n');
  await second.units();
  await second.gone;
  expect(ours()).toEqual([]);
});

function exists(path: string): boolean {
  try {
    return readdirSync(path).length > 0;
  } catch {
    return false; // not yet
  }
}

/** Leaders of sessions: one a unit. */
function isKeeper(pid: number): boolean {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[3]) === pid;
  } catch {
    return false; // gone meanwhile: one of the short-lived children of a unit
  }
}

function endQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone meanwhile
  }
}
