import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aStack } from '../fixtures/a-stack.ts';
import { anEdge, aUnit } from '../fixtures/a-unit.ts';
import { atOnce } from '../brake/rules.ts';
import type { LocalEngine } from './local-engine.ts';

const postgres = aUnit('PostgreSQL', {
  restart: { when: 'always', backoffMs: [20_000], maxRestarts: 100, windowMs: 300_000, unhealthyThreshold: 0 },
});
const patient = {
  when: 'always',
  backoffMs: [100],
  maxRestarts: 1_000,
  windowMs: 300_000,
  unhealthyThreshold: 0,
} as const;
/** They do not wait for it, so nothing but the brake holds them. */
const soft = { until: 'installed' } as const;
const ten = Array.from({ length: 10 }, (_, index) =>
  aUnit(`App ${index}`, { edges: [anEdge(postgres, 'database')], restart: patient }),
);
const free = Array.from({ length: 10 }, (_, index) => aUnit(`Free ${index}`, { restart: patient }));

async function running(units: readonly ReturnType<typeof aUnit>[]) {
  const stack = aStack();
  const engine = await stack.open();
  for (const spec of units) {
    await engine.define(spec);
    await engine.start(spec.unitId);
    await stack.clock.advance(1_100);
  }
  stack.events.length = 0;
  return { stack, engine };
}

type Stack = ReturnType<typeof aStack>;
const crash = (stack: Stack, engine: LocalEngine, units: readonly ReturnType<typeof aUnit>[]) =>
  units.forEach(({ unitId }) => stack.processes.end(engine.inspect(unitId)?.pid ?? 0));

/** The most units that were on their way up at the same moment. */
function mostAtOnce({ events }: Stack): number {
  const starting = new Set<string>();
  let most = 0;
  for (const event of events) {
    if (event.type !== 'unit.changed') continue;
    if (event.unit.state === 'starting') starting.add(event.unit.unitId);
    else starting.delete(event.unit.unitId);
    most = Math.max(most, starting.size);
  }
  return most;
}

describe('scenario 25: ten services that crash because one dependency died', () => {
  it('are held, the cause is named, and they come back in order, a few at a time', async () => {
    const { stack, engine } = await running([postgres, ...ten]);
    crash(stack, engine, [postgres]);
    await stack.clock.advance(500);
    crash(stack, engine, ten);
    await stack.clock.advance(5_000);
    expect(engine.brake()).toMatchObject({
      cause: 'PostgreSQL',
      evidence: expect.stringContaining('exit code 1') as string,
      message: '10 services failed at once because PostgreSQL is down. They start again when it serves.',
    });
    const told = stack.events.flatMap((event) => (event.type === 'stack.braked' ? [event.brake.message] : []));
    expect(told.at(-1)).toBe(engine.brake()?.message);
    expect(told.length).toBeLessThanOrEqual(2);
    expect(stack.living()).toEqual([]);
    await stack.clock.advance(120_000);
    expect(engine.list().map(({ state }) => state)).toEqual(Array.from({ length: 11 }, () => 'running'));
    // Said anew when it is not so any more, and not again after that.
    const later = stack.events.flatMap((event) => (event.type === 'stack.braked' ? [event.brake.message] : []));
    expect(later.slice(told.length)).toEqual([
      '10 services failed at once because PostgreSQL was down. It serves again, and they start a few at a time.',
    ]);
    expect(mostAtOnce(stack)).toBe(atOnce);
    expect(stack.events.filter(({ type }) => type === 'stack.released')).toHaveLength(1);
    expect(engine.brake()).toBeUndefined();
    expect(stack.processes.children).toHaveLength(22);
    await engine.close({ stopUnits: true, deadlineMs: 10_000 });
    expect(stack.clock.pending).toBe(0);
  });

  it('are held by the next control plane as well, whenever the first one dies', async () => {
    const { stack, engine } = await running([postgres, ...ten]);
    crash(stack, engine, [postgres]);
    await stack.clock.advance(500);
    crash(stack, engine, ten);
    await stack.clock.advance(5_000);
    const before = engine.brake();
    stack.crash();
    const second = await stack.open();
    expect(second.brake()).toMatchObject({ since: before?.since, cause: 'PostgreSQL', message: before?.message });
    await stack.clock.advance(16_000);
    expect(second.inspect(postgres.unitId)?.state).toBe('running');
    stack.crash();
    const third = await stack.open();
    expect(third.brake()).toMatchObject({ since: before?.since, cause: 'PostgreSQL' });
    await stack.clock.advance(120_000);
    expect(third.list().map(({ state }) => state)).toEqual(Array.from({ length: 11 }, () => 'running'));
    expect(mostAtOnce(stack)).toBe(atOnce);
    expect(third.brake()).toBeUndefined();
    expect(stack.processes.children).toHaveLength(22);
    stack.crash();
    expect((await stack.open()).brake()).toBeUndefined();
  });

  it('a command by hand passes', async () => {
    const { stack, engine } = await running([postgres, ...ten]);
    const app = aUnit('App 3', { edges: [anEdge(postgres, 'database', soft)], restart: patient });
    await engine.define(app);
    crash(stack, engine, [postgres, ...ten]);
    await stack.clock.advance(5_000);
    await engine.start(app.unitId);
    await stack.clock.advance(1_500);
    expect(engine.inspect(app.unitId)?.state).toBe('running');
  });
});

describe('failures without a common cause', () => {
  it('are let through a few at a time, and say so', async () => {
    const { stack, engine } = await running(free);
    crash(stack, engine, free);
    await stack.clock.advance(150);
    expect(engine.brake()?.message).toBe('10 services failed at once. They start again a few at a time.');
    expect(engine.inspect(free[9]?.unitId ?? postgres.unitId)).toMatchObject({
      state: 'waiting',
      conditions: [{ type: 'Braked', message: 'Free 9 waits for its turn: many services failed at once.' }],
    });
    await stack.clock.advance(60_000);
    expect(engine.list().every(({ state }) => state === 'running')).toBe(true);
    expect(mostAtOnce(stack)).toBe(atOnce);
  });

  it('are braked by the next control plane, where the first one died as it was about to note it', async () => {
    const { stack, engine } = await running(free);
    crash(stack, engine, free);
    await stack.clock.advance(50);
    stack.crash();
    await stack.files.remove('/state/brake.json');
    const next = await stack.open();
    expect(next.brake()?.message).toBe('10 services failed at once. They start again a few at a time.');
    await stack.clock.advance(60_000);
    expect(next.list().every(({ state }) => state === 'running')).toBe(true);
    expect(mostAtOnce(stack)).toBe(atOnce);
  });

  it('that ended while no control plane was there are braked when they are found', async () => {
    const { stack, engine } = await running(free);
    stack.crash();
    crash(stack, engine, free);
    const next = await stack.open();
    await stack.clock.advance(60_000);
    expect(next.list().every(({ state }) => state === 'running')).toBe(true);
    expect(mostAtOnce(stack)).toBe(atOnce);
  });

  it('are forgotten when the stack is stopped with the control plane', async () => {
    const { stack, engine } = await running(free);
    crash(stack, engine, free);
    await stack.clock.advance(50);
    const closed = engine.close({ stopUnits: true, deadlineMs: 10_000 });
    await stack.clock.advance(10_000);
    await closed;
    expect((await stack.open()).brake()).toBeUndefined();
  });

  it('of three are no affair of the brake', async () => {
    const { stack, engine } = await running(free);
    crash(stack, engine, free.slice(0, 3));
    await stack.clock.advance(200);
    expect(engine.brake()).toBeUndefined();
    expect(engine.list().every(({ state }) => state !== 'waiting')).toBe(true);
  });
});

it('whatever fails whenever, once the cause serves everything comes back, never more than a few at once', async () => {
  const crashes = fc.array(fc.record({ unit: fc.nat(10), afterMs: fc.nat(4_000) }), { maxLength: 40 });
  const parents = fc.array(fc.nat(9), { minLength: 10, maxLength: 10 });
  /** After so long under the brake the control plane dies, and another one comes. */
  const deaths = fc.array(fc.nat(15_000), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(crashes, parents, deaths, async (happenings, needs, lives) => {
      const units = [postgres];
      for (const [index, parent] of needs.entries()) {
        const provider = units[parent % units.length] ?? postgres;
        units.push(aUnit(`App ${index}`, { edges: [anEdge(provider, 'database')], restart: patient }));
      }
      const { stack, engine: first } = await running(units);
      let engine = first;
      for (const { unit, afterMs } of happenings) {
        crash(stack, engine, [units[unit] ?? postgres]);
        await stack.clock.advance(afterMs);
      }
      crash(stack, engine, units);
      await stack.clock.advance(50);
      expect(engine.brake()).toBeDefined();
      stack.events.length = 0;
      for (const lifeMs of lives) {
        await stack.clock.advance(lifeMs);
        stack.crash();
        engine = await stack.open();
      }
      await stack.clock.advance(300_000);
      expect(engine.list().filter(({ state }) => state !== 'running')).toEqual([]);
      expect(engine.brake()).toBeUndefined();
      expect(mostAtOnce(stack)).toBeLessThanOrEqual(atOnce + 1); // the cause is never held
    }),
    { numRuns: 30 },
  );
});
