import type { UnitSpec } from '@showrunner/planner';
import { describe, expect, it } from 'vitest';
import { aStack } from '../../fixtures/a-stack.ts';
import { anEdge, aUnit, ready } from '../../fixtures/a-unit.ts';
import type { LocalEngine } from '../local-engine.ts';

type Stack = ReturnType<typeof aStack>;
const provider = aUnit('Provider');
const dependent = (kind: Parameters<typeof anEdge>[1], changes = {}) =>
  aUnit('Dependent', { edges: [anEdge(provider, kind, changes)] });

/** All units defined and started in this order, and settled. */
async function running(...specs: readonly UnitSpec[]) {
  const stack = aStack();
  const engine = await stack.open();
  for (const spec of specs) {
    await engine.define(spec);
    await engine.start(spec.unitId);
    await stack.clock.advance(1_500);
  }
  stack.events.length = 0;
  return { stack, engine };
}

const crash = (stack: Stack, engine: LocalEngine, { unitId }: UnitSpec) =>
  stack.processes.end(engine.inspect(unitId)?.pid ?? 0);
const runsOf = (stack: Stack, { unitId }: UnitSpec) =>
  stack.processes.children.filter(({ request }) => request.exitFile.includes(`/${unitId}/`)).length;

/** Steps of all units in the order in which they were told, each once. */
function steps({ events }: Stack): readonly string[] {
  const last = new Map<string, string>();
  return events.flatMap((event) => {
    if (event.type !== 'unit.changed' || last.get(event.unit.unitId) === event.unit.state) return [];
    last.set(event.unit.unitId, event.unit.state);
    return [`${event.unit.processName} ${event.unit.state}`];
  });
}

describe('scenario 30: when the provider restarts under a running dependent', () => {
  it.each(['order', 'health', 'port', 'database'] as const)('%s: nothing happens', async (kind) => {
    const { stack, engine } = await running(provider, dependent(kind));
    await engine.restart(provider.unitId);
    crash(stack, engine, provider);
    await stack.clock.advance(60_000);
    expect(stack.told(dependent(kind).unitId)).toEqual([]);
    expect(runsOf(stack, provider)).toBe(3);
  });

  it('network: the dependent is paused, waits, and is started again once', async () => {
    const { stack, engine } = await running(provider, dependent('network'));
    crash(stack, engine, provider);
    await stack.clock.advance(60_000);
    expect(stack.told(dependent('network').unitId)).toEqual(['stopping', 'waiting', 'starting', 'running']);
    expect(runsOf(stack, dependent('network'))).toBe(2);
  });

  it('mount: the dependent is guarded, and restarted once when the provider has served for a stable time', async () => {
    const plex = dependent('mount');
    const { stack, engine } = await running(provider, plex);
    crash(stack, engine, provider);
    await stack.clock.advance(50);
    expect(engine.inspect(plex.unitId)).toMatchObject({
      state: 'running',
      conditions: [
        { type: 'Guarded', reason: 'ProviderLost', message: 'Dependent is guarded because Provider is gone.' },
      ],
    });
    await stack.clock.advance(29_000);
    expect(stack.told(plex.unitId)).toEqual(['running']);
    await stack.clock.advance(10_000);
    expect(stack.told(plex.unitId)).toEqual(['running', 'stopping', 'waiting', 'starting', 'running']);
    expect(engine.inspect(plex.unitId)?.conditions).toBeUndefined();
    await stack.clock.advance(600_000);
    expect(runsOf(stack, plex)).toBe(2);
  });

  it('restart: each new run counts once, also when it crashes again before it serves', async () => {
    const reader = dependent('health', { on: { restarted: 'restart', unhealthy: 'ignore', gone: 'ignore' } });
    const { stack, engine } = await running(provider, reader);
    crash(stack, engine, provider);
    await stack.clock.advance(500);
    crash(stack, engine, provider);
    await stack.clock.advance(60_000);
    expect(runsOf(stack, provider)).toBe(3);
    expect(runsOf(stack, reader)).toBe(2);
    await engine.restart(provider.unitId);
    await stack.clock.advance(60_000);
    expect(runsOf(stack, reader)).toBe(3);
  });
});

describe('scenario 30: a chain', () => {
  const on = { restarted: 'restart', unhealthy: 'ignore', gone: 'ignore' } as const;
  const a = aUnit('A');
  const b = aUnit('B', { edges: [anEdge(a, 'health', { on })] });
  const c = aUnit('C', { edges: [anEdge(b, 'health', { on }), anEdge(a, 'health', { on })] });

  it('is restarted in order, each once, although the last needs both', async () => {
    const { stack, engine } = await running(a, b, c);
    await engine.restart(a.unitId);
    await stack.clock.advance(60_000);
    expect([a, b, c].map((spec) => runsOf(stack, spec))).toEqual([2, 2, 2]);
    const started = steps(stack).filter((step) => step.endsWith(' starting'));
    expect(started).toEqual(['A starting', 'B starting', 'C starting']);
  });

  it('is paused dependents first, and comes back providers first', async () => {
    const second = aUnit('B', { edges: [anEdge(a, 'network')] });
    const third = aUnit('C', { edges: [anEdge(second, 'network')] });
    const { stack, engine } = await running(a, second, third);
    const stopped = engine.stop(a.unitId);
    await stack.clock.advance(60_000);
    await stopped;
    expect(steps(stack).filter((step) => /^[BC] (stopping|waiting)$/.test(step))).toEqual([
      'C stopping',
      'C waiting',
      'B stopping',
      'B waiting',
    ]);
    expect(engine.inspect(second.unitId)?.reason).toBe('B waits for A, which is stopped.');
    stack.events.length = 0;
    await engine.start(a.unitId);
    await stack.clock.advance(60_000);
    expect(steps(stack).filter((step) => step.endsWith('running'))).toEqual(['A running', 'B running', 'C running']);
    expect([a, second, third].map((spec) => runsOf(stack, spec))).toEqual([2, 2, 2]);
  });
});

describe('an unhealthy provider', () => {
  const url = 'http://127.0.0.1:8080/health';
  const probed = aUnit('Provider', {
    probes: ready({ kind: 'http', url, method: 'GET' }),
    restart: { ...provider.restart, unhealthyThreshold: 0 },
  });
  const sick = { status: 500 };

  it('guards at the first bad answer, and lets go without a restart when the process is the same', async () => {
    const plex = dependent('mount');
    const { stack, engine } = await withProbe(plex);
    stack.network.on(url, sick);
    await stack.clock.advance(1_500);
    expect(engine.inspect(plex.unitId)?.conditions).toMatchObject([{ type: 'Guarded' }]);
    stack.network.on(url, { status: 200 });
    await stack.clock.advance(40_000);
    expect(engine.inspect(plex.unitId)?.conditions).toBeUndefined();
    expect(runsOf(stack, plex)).toBe(1);
  });

  it('pauses only when it is more than a flicker', async () => {
    const user = dependent('network');
    const { stack, engine } = await withProbe(user);
    stack.network.on(url, sick, sick, { status: 200 });
    await stack.clock.advance(5_000);
    expect(runsOf(stack, user)).toBe(1);
    stack.network.on(url, sick);
    await stack.clock.advance(5_000);
    expect(engine.inspect(user.unitId)?.state).toBe('waiting');
  });

  it('restarts, where the edge says so, once it is well again', async () => {
    const user = dependent('health', { on: { restarted: 'ignore', unhealthy: 'restart', gone: 'ignore' } });
    const { stack } = await withProbe(user);
    stack.network.on(url, sick);
    await stack.clock.advance(10_000);
    expect(runsOf(stack, user)).toBe(1);
    stack.network.on(url, { status: 200 });
    await stack.clock.advance(60_000);
    expect(runsOf(stack, user)).toBe(2);
  });

  async function withProbe(user: UnitSpec) {
    const stack = aStack();
    stack.network.on(url, { status: 200 });
    const engine = await stack.open();
    for (const spec of [probed, user]) {
      await engine.define(spec);
      await engine.start(spec.unitId);
      await stack.clock.advance(1_500);
    }
    return { stack, engine };
  }
});

describe('under guard', () => {
  it('bad health of its own ends nothing, and an end is not followed by a start until the guard is lifted', async () => {
    const url = 'http://127.0.0.1:32400/';
    const plex = aUnit('Dependent', {
      edges: [anEdge(provider, 'mount')],
      probes: ready({ kind: 'http', url, method: 'GET' }),
    });
    const stack = aStack();
    stack.network.on(url, { status: 200 });
    const engine = await stack.open();
    for (const spec of [provider, plex]) {
      await engine.define(spec);
      await engine.start(spec.unitId);
      await stack.clock.advance(1_500);
    }
    await engine.stop(provider.unitId);
    stack.network.on(url, { status: 500 });
    await stack.clock.advance(30_000);
    expect(engine.inspect(plex.unitId)).toMatchObject({ state: 'running', health: 'unhealthy' });
    crash(stack, engine, plex);
    await stack.clock.advance(5_000);
    expect(engine.inspect(plex.unitId)).toMatchObject({
      state: 'waiting',
      reason: 'Dependent is guarded because Provider is gone.',
    });
    stack.network.on(url, { status: 200 });
    await engine.start(provider.unitId);
    await stack.clock.advance(29_000);
    expect(engine.inspect(plex.unitId)?.state).toBe('waiting');
    await stack.clock.advance(5_000);
    expect(engine.inspect(plex.unitId)?.state).toBe('running');
    expect(runsOf(stack, plex)).toBe(2);
  });

  it('a loss during the stable time begins it anew', async () => {
    const plex = dependent('mount');
    const { stack, engine } = await running(provider, plex);
    crash(stack, engine, provider);
    await stack.clock.advance(25_000);
    crash(stack, engine, provider);
    await stack.clock.advance(25_000);
    expect(engine.inspect(plex.unitId)?.conditions).toMatchObject([{ type: 'Guarded' }]);
    await stack.clock.advance(10_000);
    expect(engine.inspect(plex.unitId)?.conditions).toBeUndefined();
  });

  it('a spec without that edge lifts it at once', async () => {
    const plex = dependent('mount');
    const { stack, engine } = await running(provider, plex);
    await engine.stop(provider.unitId);
    await stack.clock.advance(10);
    await engine.define(aUnit('Dependent'));
    await stack.clock.advance(10);
    expect(engine.inspect(plex.unitId)?.conditions).toBeUndefined();
  });
});

describe('when the control plane was away', () => {
  it('a restart that the provider had made under the former one is answered once by the next', async () => {
    const reader = dependent('health', { on: { restarted: 'restart', unhealthy: 'ignore', gone: 'ignore' } });
    const { stack, engine } = await running(provider, reader);
    crash(stack, engine, provider);
    await stack.clock.advance(500);
    expect(runsOf(stack, provider)).toBe(2);
    stack.crash();
    const next = await stack.open();
    await stack.clock.advance(60_000);
    expect(runsOf(stack, reader)).toBe(2);
    expect(next.inspect(reader.unitId)?.state).toBe('running');
    stack.crash();
    await stack.open();
    await stack.clock.advance(60_000);
    expect(runsOf(stack, reader)).toBe(2);
  });

  it('a provider that died meanwhile is a loss to the next one', async () => {
    const user = dependent('network');
    const { stack, engine } = await running(provider, user);
    stack.crash();
    crash(stack, engine, provider);
    const next = await stack.open();
    await stack.clock.advance(60_000);
    expect(next.inspect(user.unitId)?.state).toBe('running');
    expect(runsOf(stack, user)).toBe(2);
  });

  it('scenario 37: a guard is still known, and lifted only after the whole stable time', async () => {
    const plex = dependent('mount');
    const { stack, engine } = await running(provider, plex);
    crash(stack, engine, provider);
    await stack.clock.advance(20_000);
    const before = engine.inspect(plex.unitId)?.conditions;
    stack.crash();
    const next = await stack.open();
    expect(next.inspect(plex.unitId)?.conditions).toEqual(before);
    await stack.clock.advance(29_000);
    expect(next.inspect(plex.unitId)?.conditions).toEqual(before);
    await stack.clock.advance(5_000);
    expect(next.inspect(plex.unitId)?.conditions).toBeUndefined();
    expect(runsOf(stack, plex)).toBe(2);
  });
});
