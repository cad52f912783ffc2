import { expect, it } from 'vitest';
import { aStack } from '../fixtures/a-stack.ts';
import { anEdge, aProbe, aUnit } from '../fixtures/a-unit.ts';
import { readSavedState } from '../fixtures/saved-state.ts';

const url = 'http://127.0.0.1:8080/health';
const question = { kind: 'http', url, method: 'GET' } as const;

async function started(spec: ReturnType<typeof aUnit>) {
  const stack = aStack();
  stack.network.on(url, 'unreachable');
  const engine = await stack.open();
  await engine.define(spec);
  await engine.start(spec.unitId);
  return { stack, engine, status: () => engine.inspect(spec.unitId) };
}

it('scenario 27: a slow starter is not ended before its grace is over, nor after a restart', async () => {
  const spec = aUnit('Riven Backend', {
    probes: { startup: [], readiness: [], liveness: [aProbe(question, { intervalMs: 5_000, failureThreshold: 3 })] },
    startupMs: 120_000,
  });
  const { stack, status } = await started(spec);
  for (const children of [1, 2]) {
    await stack.clock.advance(90_000);
    expect(status()).toMatchObject({ state: 'starting', health: 'starting' });
    stack.network.on(url, { status: 200 });
    await stack.clock.advance(1_000);
    expect(status()).toMatchObject({ state: 'running', health: 'healthy' });
    expect(stack.processes.children).toHaveLength(children);
    stack.network.on(url, 'unreachable');
    stack.processes.end(status()?.pid ?? 0);
    await stack.clock.advance(200);
  }
});

it('a program that is stuck is ended after as many silent answers as its liveness probe allows, and started again', async () => {
  const liveness = [aProbe(question, { intervalMs: 5_000, failureThreshold: 3 })];
  const readiness = [aProbe(question)];
  const spec = aUnit('Riven Backend', {
    probes: { startup: [], readiness, liveness },
    restart: { when: 'always', backoffMs: [100], maxRestarts: 3, windowMs: 300_000, unhealthyThreshold: 0 },
  });
  const { stack, status } = await started(spec);
  stack.network.on(url, { status: 200 });
  await stack.clock.advance(1_000);
  stack.network.on(url, 'unreachable');
  await stack.clock.advance(12_000);
  expect(status()).toMatchObject({ state: 'running', health: 'unhealthy' });
  await stack.clock.advance(3_500);
  expect(stack.processes.children).toHaveLength(2);
  expect(status()).toMatchObject({
    state: 'starting',
    restartCount: 1,
    lastExit: { cause: 'stopped-by-us', requester: { by: 'policy' } },
  });
});

it('scenario 28: readiness that flickers ends nothing, and whoever waits for it starts when it is there', async () => {
  const spec = aUnit('Riven Backend', {
    probes: { startup: [], readiness: [aProbe(question)], liveness: [] },
    restart: { when: 'on-failure', backoffMs: [100], maxRestarts: 3, windowMs: 300_000, unhealthyThreshold: 0 },
  });
  const { stack, engine, status } = await started(spec);
  const frontend = aUnit('Riven Frontend', { edges: [anEdge(spec, 'health')] });
  await engine.define(frontend);
  const frontendStarted = engine.start(frontend.unitId);
  await stack.clock.advance(8_000);
  expect(engine.inspect(frontend.unitId)?.state).toBe('waiting');
  stack.network.on(url, { status: 200 }, { status: 500 }, { status: 200 }, { status: 500 });
  await stack.clock.advance(10_000);
  await frontendStarted;
  expect(status()).toMatchObject({ state: 'running', health: 'unhealthy' });
  expect(stack.processes.children).toHaveLength(2);
});

it('a probe of a process finds the child that the program has started', async () => {
  const readiness = [aProbe({ kind: 'process', name: 'worker' })];
  const spec = aUnit('Riven Backend', { probes: { startup: [], readiness, liveness: [] } });
  const { stack, status } = await started(spec);
  await stack.clock.advance(500);
  expect(status()).toMatchObject({ state: 'starting', reason: 'Riven Backend has no living worker.' });
  stack.programs.set(status()?.pid ?? 0, 'worker');
  await stack.clock.advance(1_000);
  expect(status()).toMatchObject({ state: 'running', health: 'healthy', reason: 'worker lives.' });
});

it('what an earlier version has started goes on being asked as it was', async () => {
  const spec = aUnit('Riven Backend', { probes: { startup: [], readiness: [aProbe(question)], liveness: [] } });
  const { stack } = await started(spec);
  stack.network.on(url, { status: 200 });
  await stack.clock.advance(1_000);
  stack.crash();
  const earlier = { ...spec, probes: [question], probeIntervalMs: 1_000 };
  const directory = '/state/units/riven-backend';
  const state = JSON.parse(await readSavedState(stack.files, directory)) as object;
  await stack.files.write(`${directory}/spec.json`, JSON.stringify(earlier));
  await stack.files.write(`${directory}/state.json`, JSON.stringify({ ...state, runningSpec: earlier }));
  const next = await stack.open();
  await stack.clock.advance(1_000);
  expect(next.inspect(spec.unitId)).toMatchObject({ state: 'running', health: 'healthy', adopted: true });
  expect(stack.processes.children).toHaveLength(1);
});
