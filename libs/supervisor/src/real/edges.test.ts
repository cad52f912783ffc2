import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ShowrunnerEvent, StackBrake, UnitStatus } from '@showrunner/contracts';
import type { UnitEdge } from '@showrunner/planner';
import { describe, expect, it } from 'vitest';
import { anEdge, ready } from '../fixtures/a-unit.ts';
import type { Plane } from './harness/plane.ts';
import { untilTrue } from './harness/until.ts';
import { useWorld } from './harness/world.ts';

const world = useWorld();
const waits = 'echo up; exec sleep 60';
const restart = { when: 'always', backoffMs: [50], maxRestarts: 100, windowMs: 60_000, unhealthyThreshold: 0 } as const;
/** Healthy as soon as it lives. */
const probes = ready({ kind: 'process' });

async function opened() {
  const plane = world.open();
  await plane.ready;
  return plane;
}

function crash(plane: Plane, unit: string): void {
  process.kill(plane.status(unit)?.pid ?? Number.NaN, 'SIGKILL');
}

/** A unit counts as running a moment before it has said anything. */
function haveSaid(units: readonly { readonly unitId: string }[], lines: number): Promise<void> {
  return untilTrue(() => units.every(({ unitId }) => world.log(unitId).length >= lines));
}

/** Resolves with the first event of which it is true. */
function nextEvent<T>(plane: Plane, read: (event: ShowrunnerEvent) => T | undefined): Promise<T> {
  return new Promise((resolve) => {
    plane.onEvent((event) => {
      const found = read(event);
      if (found !== undefined) resolve(found);
    });
  });
}

describe('scenario 25: ten services that crash because one dependency died', () => {
  it('are held, the cause is named, and they come back behind it, a few at a time', async () => {
    const plane = await opened();
    const postgres = world.unit('PostgreSQL', waits, { restart: { ...restart, backoffMs: [1_500] } });
    const ten = Array.from({ length: 10 }, (_, index) =>
      world.unit(`App ${index}`, waits, { edges: [anEdge(postgres, 'database')], restart, probes }),
    );
    for (const spec of [postgres, ...ten]) await plane.call('define', spec);
    await Promise.all([postgres, ...ten].map(({ unitId }) => plane.call('start', unitId)));
    await Promise.all(ten.map(({ unitId }) => plane.until(unitId, ({ health }) => health === 'healthy')));

    const starting = new Set<string>();
    const order: string[] = [];
    let most = 0;
    plane.onEvent((event) => {
      if (event.type !== 'unit.changed') return;
      const { unitId, state } = event.unit;
      if (state !== 'starting') return void starting.delete(unitId);
      if (!starting.has(unitId)) order.push(unitId);
      most = Math.max(most, starting.add(unitId).size);
    });
    const isNamed = ({ message }: StackBrake) => message.startsWith('10 services failed at once because PostgreSQL');
    const braked = nextEvent(plane, (event) =>
      event.type === 'stack.braked' && isNamed(event.brake) ? event : undefined,
    );
    const released = nextEvent(plane, (event) => (event.type === 'stack.released' ? event : undefined));
    await haveSaid([postgres, ...ten], 1);
    crash(plane, postgres.unitId);
    await plane.until(postgres.unitId, ({ state }) => state === 'backoff');
    ten.forEach(({ unitId }) => crash(plane, unitId));
    await braked;
    await released;
    await Promise.all(ten.map(({ unitId }) => plane.until(unitId, ({ state }) => state === 'running')));
    expect(order[0]).toBe(postgres.unitId);
    expect(order.slice(1).sort()).toEqual(ten.map(({ unitId }) => unitId).sort());
    expect(most).toBeLessThanOrEqual(3);
    await haveSaid([postgres, ...ten], 2);
    for (const { unitId } of [postgres, ...ten]) expect(world.log(unitId)).toEqual(['up', 'up']);
  });
});

describe('scenario 29: a dependency that has failed', () => {
  it('holds its dependent, which says why, can be stopped, and starts when it is mended', async () => {
    const plane = await opened();
    const broken = world.unit('Broken', 'exit 3', { restart: { ...restart, when: 'no' } });
    const dependent = world.unit('Dependent', waits, { edges: [anEdge(broken, 'health')], restart });
    await plane.call('define', broken);
    await plane.call('define', dependent);
    await plane.call('start', 'broken').catch(() => undefined); // it may have ended before it counted as started
    await plane.until('broken', ({ state }) => state === 'failed');
    const isHeld = ({ state, reason }: UnitStatus) =>
      state === 'waiting' && reason.startsWith('Dependent waits for Broken, which has failed: ');
    for (const _time of [1, 2]) {
      void plane.call('start', 'dependent').catch(() => undefined); // ends with the stop
      await plane.until('dependent', isHeld);
      await plane.call('stop', 'dependent');
    }
    void plane.call('start', 'dependent').catch(() => undefined); // what comes of it is read below
    await plane.until('dependent', isHeld);
    expect(existsSync(join(world.directory, 'dependent.log'))).toBe(false);
    await plane.run({ ...broken, argv: ['/bin/sh', '-c', waits] });
    await plane.until('dependent', ({ state }) => state === 'running');
    expect(world.log('dependent')).toEqual(['up']);
  });
});

describe('scenario 30: a provider that crashes under its dependents', () => {
  it('is answered by each kind of edge as it says, once: nothing, a pause, or a guard and a restart', async () => {
    const plane = await opened();
    const provider = world.unit('Provider', waits, { restart, probes });
    const kinds: readonly (readonly [UnitEdge['kind'], readonly string[]])[] = [
      ['order', ['up']],
      ['health', ['up']],
      ['port', ['up']],
      ['database', ['up']],
      ['network', ['up', 'up']],
      ['mount', ['up', 'up']],
    ];
    await plane.run(provider);
    for (const [kind] of kinds) {
      const edges = [anEdge(provider, kind, { stableMs: 1_000 })];
      await plane.run(world.unit(kind, waits, { edges, restart, probes }));
    }
    await Promise.all(kinds.map(([kind]) => plane.until(kind, ({ health }) => health === 'healthy')));
    // What is told of two units comes in the order of their saves; when it happened says its time.
    const happened = new Map<string, number>();
    plane.onEvent((event) => {
      if (event.type !== 'unit.changed') return;
      const guarded = event.unit.conditions?.some(({ type }) => type === 'Guarded') === true;
      const step = `${event.unit.processName} ${guarded ? 'guarded' : event.unit.state}`;
      if (!happened.has(step)) happened.set(step, event.unit.since);
    });
    const first = plane.status('mount')?.pid;
    crash(plane, 'provider');
    await plane.until('mount', ({ pid, state }) => state === 'running' && pid !== undefined && pid !== first);
    await plane.until('network', ({ state }) => state === 'running');
    const at = (step: string) => happened.get(step) ?? Number.NaN;
    expect(happened.has('mount guarded')).toBe(true);
    expect(at('network starting')).toBeGreaterThanOrEqual(at('Provider running'));
    expect(at('mount starting')).toBeGreaterThanOrEqual(at('Provider running'));
    for (const [kind, said] of kinds) await haveSaid([{ unitId: kind }], said.length);
    await plane.close();
    expect(kinds.map(([kind]) => [kind, world.log(kind)])).toEqual(kinds);
  });
});
