import { describe, expect, it } from 'vitest';
import { aStack } from '../fixtures/a-stack.ts';
import { aUnit } from '../fixtures/a-unit.ts';
import { readSavedState, writeSavedState } from '../fixtures/saved-state.ts';

const riven = aUnit('Riven Backend');

async function aRunningStack(spec = riven) {
  const stack = aStack();
  const engine = await stack.open();
  await engine.define(spec);
  await engine.start(spec.unitId);
  await stack.clock.advance(2_000);
  return { stack, engine };
}

describe('after the control plane was killed', () => {
  it('the next one holds the same process, with its counters', async () => {
    const { stack, engine } = await aRunningStack();
    stack.processes.end(engine.inspect(riven.unitId)?.pid ?? 0);
    await stack.clock.advance(5_000);
    const before = engine.inspect(riven.unitId);
    stack.crash();
    const next = await stack.open();
    expect(next.inspect(riven.unitId)).toEqual({
      ...before,
      adopted: true,
      reason: 'Taken over from an earlier control plane.',
    });
    expect(before?.restartCount).toBe(1);
    await next.stop(riven.unitId);
    expect(stack.living()).toEqual([]);
  });

  it('in the middle of a restart that stops first, the next one starts what was stopped only for that', async () => {
    const { stack, engine } = await aRunningStack();
    await engine.stopForRestart(riven.unitId);
    expect(engine.inspect(riven.unitId)?.state).toBe('stopped');
    expect(engine.isHeld(riven.unitId)).toBe(false);
    stack.crash();
    const next = await stack.open();
    await next.startWanted();
    await stack.clock.advance(2_000);
    expect(next.inspect(riven.unitId)?.state).toBe('running');
    expect(stack.living()).toHaveLength(1);
  });

  it('an end meanwhile is recorded with its code and the policy applies once', async () => {
    const { stack, engine } = await aRunningStack();
    const pid = engine.inspect(riven.unitId)?.pid ?? 0;
    stack.crash();
    stack.processes.end(pid, { code: 7 });
    const next = await stack.open();
    await stack.clock.advance(50);
    expect(next.inspect(riven.unitId)).toMatchObject({ state: 'backoff', lastExit: { cause: 'exit', code: 7 } });
    await stack.clock.advance(5_000);
    expect(stack.living()).toHaveLength(1);
    expect(stack.processes.children).toHaveLength(2);
  });

  it('an end that nobody saw is recorded as such', async () => {
    const { stack, engine } = await aRunningStack();
    const pid = engine.inspect(riven.unitId)?.pid ?? 0;
    stack.crash();
    stack.processes.end(pid, {});
    const next = await stack.open();
    await stack.clock.advance(50);
    expect(next.inspect(riven.unitId)).toMatchObject({
      state: 'backoff',
      lastExit: { cause: 'unknown', message: 'Ended while Showrunner was away; nobody saw how.' },
    });
  });

  it('a child that was spawned but not recorded is found and not doubled', async () => {
    const stack = aStack();
    const engine = await stack.open();
    await engine.define(riven);
    stack.processes.script(() => {
      stack.crash();
      return {};
    });
    void engine.start(riven.unitId);
    await stack.clock.advance(0);
    expect(stack.living()).toHaveLength(1);
    stack.processes.script(() => ({}));
    const next = await stack.open();
    await stack.clock.advance(5_000);
    expect(next.inspect(riven.unitId)).toMatchObject({ state: 'running', adopted: true });
    expect(stack.processes.children).toHaveLength(1);
  });

  it('a stop that was under way is completed', async () => {
    const stack = aStack();
    stack.processes.script(() => ({ ignoresSignals: 'all-but-kill' }));
    const engine = await stack.open();
    await engine.define(riven);
    await engine.start(riven.unitId);
    void engine.stop(riven.unitId, { by: 'person', actor: 'anna' });
    await stack.clock.advance(500);
    stack.crash();
    const next = await stack.open();
    await stack.clock.advance(5_000);
    expect(next.inspect(riven.unitId)).toMatchObject({
      state: 'stopped',
      reason: 'Stopped on request of anna.',
      lastExit: { message: 'Stopped on request of anna. It did not end in time and was killed.' },
    });
    expect(next.isHeld(riven.unitId)).toBe(true);
    expect(stack.living()).toEqual([]);
  });

  it('a restart that was under way is completed', async () => {
    const { stack, engine } = await aRunningStack();
    stack.processes.script(() => ({}));
    void engine.restart(riven.unitId);
    for (let step = 0; step < 5; step += 1) await Promise.resolve();
    stack.crash();
    await stack.open();
    await stack.clock.advance(5_000);
    expect(stack.living()).toHaveLength(1);
  });

  it('a restart that was due still comes, and no earlier', async () => {
    const slow = aUnit('Riven Backend', { restart: { ...riven.restart, backoffMs: [10_000] } });
    const { stack, engine } = await aRunningStack(slow);
    stack.processes.end(engine.inspect(slow.unitId)?.pid ?? 0);
    await stack.clock.advance(4_000);
    stack.crash();
    const next = await stack.open();
    await stack.clock.advance(5_500);
    expect(next.inspect(slow.unitId)?.state).toBe('backoff');
    await stack.clock.advance(1_000);
    expect(next.inspect(slow.unitId)).toMatchObject({ state: 'starting', restartCount: 1 });
  });

  it('a damaged state file costs history, not the process', async () => {
    const { stack } = await aRunningStack();
    stack.crash();
    await writeSavedState(stack.files, '/state/units/riven-backend', undefined);
    await stack.files.write('/state/units/riven-backend/exit-1', 'the fake keeper writes no record');
    const next = await stack.open();
    await stack.clock.advance(5_000);
    expect(next.inspect(riven.unitId)).toMatchObject({ state: 'running', adopted: true });
    expect(stack.processes.children).toHaveLength(1);
  });
});

describe('after a loss of power', () => {
  const directory = '/state/units/riven-backend';

  /** What is left of the machine: no process, and a state file that is older than the last wish or cannot be read. */
  async function afterPowerLoss(lose: (state: { bootId: string }) => string | undefined, stop: boolean) {
    const { stack, engine } = await aRunningStack();
    const before = await readSavedState(stack.files, directory);
    if (stop) await engine.stop(riven.unitId);
    stack.crash();
    stack.processes.children.forEach(({ alive, process }) => alive && stack.processes.end(process.identity.pid, {}));
    await writeSavedState(stack.files, directory, lose(JSON.parse(before) as { bootId: string }));
    const next = await stack.open();
    await next.startWanted();
    await stack.clock.advance(2_000);
    return { stack, next };
  }

  it.each([
    ['is older', (state: { bootId: string }) => JSON.stringify({ ...state, bootId: 'another', process: undefined })],
    ['is cut short', () => undefined],
  ])('a stopped unit stays stopped though its state file %s', async (_how, lose) => {
    const { stack, next } = await afterPowerLoss(lose, true);
    expect(next.inspect(riven.unitId)?.state).toBe('stopped');
    expect(next.isHeld(riven.unitId)).toBe(true);
    expect(stack.living()).toEqual([]);
  });

  it('a wanted unit starts though its state file is cut short', async () => {
    const { stack, next } = await afterPowerLoss(() => undefined, false);
    expect(next.inspect(riven.unitId)?.state).toBe('running');
    expect(stack.living()).toHaveLength(1);
  });
});

describe('an earlier version', () => {
  const directory = '/state/units/riven-backend';

  it('hands over what runs, once: its state counts until ours is written', async () => {
    const { stack } = await aRunningStack();
    stack.crash();
    const early = await readSavedState(stack.files, directory);
    await writeSavedState(stack.files, directory, undefined);
    await stack.files.write(`${directory}/state.json`, early);
    const next = await stack.open();
    expect(next.inspect(riven.unitId)).toMatchObject({ state: 'running', adopted: true });
    expect(await stack.files.facts(`${directory}/state.json`)).toBeUndefined();
    stack.crash();
    expect((await stack.open()).inspect(riven.unitId)).toMatchObject({ state: 'running', adopted: true });
    expect(stack.processes.children).toHaveLength(1);
  });

  it('that knows no file of wishes, and ran in between, is not overruled by an old wish', async () => {
    const { stack, engine } = await aRunningStack();
    const wanted = JSON.parse(await readSavedState(stack.files, directory)) as object;
    await engine.stop(riven.unitId);
    stack.crash();
    const started = { ...wanted, bootId: 'another', state: 'stopped', process: undefined };
    await stack.files.write(`${directory}/state.json`, JSON.stringify(started));
    await (await stack.open()).startWanted();
    await stack.clock.advance(2_000);
    expect(stack.living()).toHaveLength(1);
    stack.crash();
    const wish = JSON.parse((await stack.files.readText(`${directory}/wish.json`)) ?? '') as object;
    expect(wish).toEqual({ wanted: true, held: false });
  });
});

it('a stop that was taken is on disk before anything is signalled', async () => {
  const { stack, engine } = await aRunningStack();
  let wish = '';
  const [child] = stack.living();
  if (child === undefined) throw new Error('nothing lives');
  void engine.stop(riven.unitId);
  for (let turn = 0; turn < 100 && child.signals.length === 0; turn += 1) {
    wish = (await stack.files.readText('/state/units/riven-backend/wish.json')) ?? '';
    await Promise.resolve();
  }
  expect(child.signals).toEqual(['SIGTERM']);
  expect(JSON.parse(wish)).toEqual({ wanted: false, held: true });
});

it('a second control plane is refused while the first lives', async () => {
  const { stack } = await aRunningStack();
  await expect(stack.open()).rejects.toMatchObject({ code: 'control-plane.running' });
});
