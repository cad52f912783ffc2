import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UnitStatus } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { readSavedState, writeSavedState } from '../fixtures/saved-state.ts';
import { theseFiles } from '../fixtures/this-machine.ts';
import { Refused } from './harness/plane.ts';
import { untilTrue } from './harness/until.ts';
import { useWorld } from './harness/world.ts';

const world = useWorld();
const counting = 'n=0; while :; do n=$((n+1)); echo "line $n"; sleep 0.05; done';
const names = (count: number) => Array.from({ length: count }, (_, index) => `Unit ${index}`);
const pidsOf = (units: readonly UnitStatus[]) => Object.fromEntries(units.map(({ unitId, pid }) => [unitId, pid]));
const numbered = (lines: readonly string[]) => lines.map((_, index) => `line ${index + 1}`);

/** Changes what a dead control plane has saved of a unit. */
async function editState(unit: string, edit: (memory: SavedMemory) => void): Promise<void> {
  const directory = world.stateDirectory(unit);
  const saved = JSON.parse(await readSavedState(theseFiles, directory)) as SavedMemory; // written by the plane
  edit(saved);
  await writeSavedState(theseFiles, directory, JSON.stringify(saved));
}

interface SavedMemory {
  version: number;
  process?: { identity: { pid: number; bootId: string }; group: { pid: number; bootId: string } };
}

describe('scenario 1: kill -9 of the control plane with 20 units', () => {
  it('leaves everything running; the next one holds the same processes, counters and logs, and stops them all', async () => {
    const first = world.open();
    await first.ready;
    const specs = names(20).map((name) => world.unit(name, counting));
    await Promise.all(specs.map((spec) => first.run(spec)));
    const crashed = await first.until('unit-3', ({ state }) => state !== 'waiting');
    process.kill(crashed.pid ?? Number.NaN, 'SIGKILL');
    await first.until('unit-3', ({ restartCount, pid }) => restartCount === 1 && pid !== undefined);
    const before = await first.list();
    const processes = world.living().length;
    await first.kill();

    const second = world.open();
    const after = await second.ready;
    expect(pidsOf(after)).toEqual(pidsOf(before));
    expect(after.every(({ adopted }) => adopted)).toBe(true);
    expect(after.find(({ unitId }) => unitId === 'unit-3')).toMatchObject({ restartCount: 1 });
    expect(world.living().filter(({ pid, session }) => pid === session)).toHaveLength(20);
    expect(world.living().length).toBeGreaterThanOrEqual(processes - 20); // the short-lived `sleep`s come and go
    await second.close();
    expect(world.living()).toEqual([]);
    for (const { unitId } of before.filter((unit) => unit.unitId !== 'unit-3')) {
      expect(world.log(unitId)).toEqual(numbered(world.log(unitId)));
    }
  });
});

describe('scenario 2: units that end while no control plane is there', () => {
  it('have their end recorded as far as it can be known, and the policy applies once', async () => {
    const first = world.open();
    await first.ready;
    const once = 'if [ -e gone ]; then exec sleep 60; fi; while [ ! -e go ]; do sleep 0.05; done; touch gone; exit 3';
    await first.run(world.unit('Told', once));
    const silent = await first.run(world.unit('Silent', counting));
    await first.kill();
    writeFileSync(join(world.directory, 'go'), '');
    killGroups('silent'); // keeper and all: nobody is left who could note how it ended
    await untilTrue(() => world.living('told').length === 0 && world.living('silent').length === 0);

    const second = world.open();
    await second.ready;
    const told = await second.until('told', ({ restartCount, pid }) => restartCount === 1 && pid !== undefined);
    expect(told.lastExit).toMatchObject({ cause: 'exit', code: 3 });
    const unknown = await second.until('silent', ({ restartCount, pid }) => restartCount === 1 && pid !== undefined);
    expect(unknown.lastExit?.cause).toBe('unknown');
    expect(unknown.pid).not.toBe(silent.pid);
    for (const unit of ['told', 'silent']) {
      expect(world.living(unit).filter(({ pid, session }) => pid === session)).toHaveLength(1);
    }
    await second.close();
  });
});

describe('scenario 3: a stranger has the pid of a unit that is gone', () => {
  it('is neither adopted nor signalled', async () => {
    const first = world.open();
    await first.ready;
    await first.run(world.unit('Riven', counting));
    await first.kill();
    killGroups();
    await untilTrue(() => world.living().length === 0);
    const stranger = spawn('/bin/sleep', ['60'], { detached: true, stdio: 'ignore' });
    const ended = new Promise((resolve) => stranger.once('exit', resolve));
    // Pids cannot be forced; the record is made to name the stranger's instead, as if the kernel had given it again.
    await editState('riven', ({ process: recorded }) => {
      if (recorded === undefined) throw new Error('the unit has no recorded process');
      recorded.identity.pid = stranger.pid ?? 0;
      recorded.group.pid = stranger.pid ?? 0;
    });

    const second = world.open();
    await second.ready;
    const riven = await second.until('riven', ({ restartCount, pid }) => restartCount === 1 && pid !== undefined);
    expect(riven.pid).not.toBe(stranger.pid);
    await second.close();
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
    stranger.kill('SIGKILL');
    await ended;
  });
});

describe('scenarios 4 and 5: kill -9 at any moment of a start, a stop or a restart', () => {
  it.each([1, 2, 3, 4, 5])('doubles none and ends in the last wish (%i)', async (round) => {
    const specs = names(6).map((name) => world.unit(name, counting));
    const first = world.open();
    await first.ready;
    for (const spec of specs) await first.call('define', spec);
    const [a, b, c, d, e, f] = specs.map(({ unitId }) => unitId);
    await Promise.all([c, d, e, f].map((unit) => first.call('start', unit)));
    const calls = [
      ...[a, b].map((unit) => first.call('start', unit)),
      ...[c, d].map((unit) => first.call('stop', unit)),
      ...[e, f].map((unit) => first.call('restart', unit)),
    ];
    const settled = Promise.allSettled(calls);
    // The point of death moves from the first write to the last: after so many events were told.
    await countChanges(first, round * 3);
    await first.kill();
    await settled;

    const second = world.open();
    await second.ready;
    await second.call('startWanted');
    for (const unit of [e, f]) await second.until(unit ?? '', ({ state }) => state === 'running');
    for (const unit of [a, b, c, d, e, f]) {
      const status = await second.until(unit ?? '', ({ state }) => state === 'running' || state === 'stopped');
      const keepers = world.living(unit).filter(({ pid, session }) => pid === session);
      expect(keepers).toHaveLength(status.state === 'running' ? 1 : 0);
    }
    await second.close();
    expect(world.living()).toEqual([]);
  });
});

describe('scenario 6: two control planes on one data root', () => {
  it('the second refuses and names the holder; a lock of another boot is taken over', async () => {
    const first = world.open();
    await first.ready;
    const refusal = await world.open().ready.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refusal).toBeInstanceOf(Refused);
    expect(String(refusal)).toContain(`Process ${first.pid} holds`);
    await first.close();

    const lock = join(world.directory, 'state', 'control-plane.lock');
    writeFileSync(lock, JSON.stringify({ pid: process.pid, startTicks: 1, bootId: 'another' }));
    const third = world.open();
    expect(await third.ready).toEqual([]);
    await third.close();
  });
});

describe('scenario 7: another version of Showrunner', () => {
  it('that is older refuses what a newer one has saved, and touches nothing', async () => {
    const first = world.open();
    await first.ready;
    const { pid } = await first.run(world.unit('Riven', counting));
    await first.kill();
    await editState('riven', (saved) => (saved.version += 1));
    const refusal = await world.open().ready.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refusal).toMatchObject({ problem: { code: 'control-plane.newer' } });
    expect(world.living('riven').map((found) => found.pid)).toContain(pid);

    await editState('riven', (saved) => (saved.version -= 1));
    const again = world.open();
    expect((await again.ready)[0]).toMatchObject({ pid, adopted: true });
    await again.close();
  });
});

describe('scenario 8: the machine was started again (simulated: the records are of another boot)', () => {
  it('nothing is adopted; what was wanted starts, what was stopped stays stopped', async () => {
    const first = world.open();
    await first.ready;
    await first.run(world.unit('Wanted', counting));
    await first.run(world.unit('Unwanted', counting));
    await first.call('stop', 'unwanted');
    await first.kill();
    killGroups();
    await untilTrue(() => world.living().length === 0);
    await editState('wanted', ({ process: recorded }) => {
      if (recorded === undefined) throw new Error('the unit has no recorded process');
      recorded.identity.bootId = recorded.group.bootId = 'another';
    });

    const second = world.open();
    const units = await second.ready;
    expect(units.map(({ state, adopted }) => [state, adopted])).toEqual(units.map(() => ['stopped', false]));
    await second.call('startWanted');
    await second.until('wanted', ({ state }) => state === 'running');
    expect(second.status('unwanted')?.state).toBe('stopped');
    await second.close();
  });
});

/** Ends runs from outside, keepers and all. */
function killGroups(unit?: string): void {
  const keepers = world.living(unit).filter(({ pid, session }) => pid === session);
  expect(keepers.length).toBeGreaterThan(0);
  for (const { pid } of keepers) process.kill(-pid, 'SIGKILL');
}

/** Resolves when the plane has told of so many changes from now. */
function countChanges(plane: ReturnType<typeof world.open>, count: number): Promise<void> {
  return new Promise((resolve) => {
    let left = count;
    plane.onEvent(() => void (--left === 0 && resolve()));
  });
}
