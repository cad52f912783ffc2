import { expect, it } from 'vitest';
import { aStack } from '../fixtures/a-stack.ts';
import { aProbe, aUnit, ready } from '../fixtures/a-unit.ts';

const url = 'http://127.0.0.1:8080/health';
const riven = aUnit('Riven Backend', { probes: ready({ kind: 'http', url, method: 'GET' }) });

async function running() {
  const stack = aStack();
  stack.network.on(url, { status: 200 });
  const engine = await stack.open();
  await engine.define(riven);
  await engine.start(riven.unitId);
  await stack.clock.advance(2_000);
  return { stack, engine, status: () => engine.inspect(riven.unitId) };
}

it('other probes are asked at once, and nothing is restarted', async () => {
  const { stack, engine, status } = await running();
  await engine.define({ ...riven, probes: ready({ kind: 'mount', path: '/mnt/media' }) });
  await stack.clock.advance(10);
  expect(status()).toMatchObject({ state: 'running', health: 'unhealthy', reason: '/mnt/media is not mounted.' });
  await engine.define({ ...riven, probes: ready() });
  expect(status()).toMatchObject({ state: 'running', health: 'healthy', reason: 'Runs.' });
  expect(stack.processes.children).toHaveLength(1);
});

it('a longer time to come up holds for a start that goes on', async () => {
  const stack = aStack();
  stack.network.on(url, 'unreachable');
  const engine = await stack.open();
  await engine.define(riven);
  await engine.start(riven.unitId);
  await stack.clock.advance(9_000);
  await engine.define({ ...riven, startupMs: 20_000 });
  await stack.clock.advance(10_500);
  expect(stack.processes.children[0]?.signals).toEqual([]);
  await stack.clock.advance(1_000);
  expect(stack.processes.children[0]?.signals).toEqual(['SIGTERM']);
});

it('a stop uses the signal and the grace that are set now', async () => {
  const { stack, engine } = await running();
  stack.processes.script(() => ({ ignoresSignals: 'all-but-kill' }));
  await engine.define({ ...riven, stop: { signal: 'SIGINT', graceMs: 500 } });
  await engine.stop(riven.unitId);
  expect(stack.processes.children.map(({ signals }) => signals)).toEqual([['SIGINT']]);
});

it('the restart policy that is set now decides over the next end', async () => {
  const { stack, engine, status } = await running();
  await engine.define({ ...riven, restart: { ...riven.restart, when: 'no' } });
  stack.processes.end(status()?.pid ?? 0);
  await stack.clock.advance(5_000);
  expect(status()).toMatchObject({ state: 'failed', problem: { code: 'unit.start-failed' } });
});

it('what the next control plane takes over is supervised as it is set now', async () => {
  const { stack, engine } = await running();
  const liveness = [aProbe({ kind: 'mount', path: '/mnt/media' }, { failureThreshold: 2 })];
  await engine.define({ ...riven, probes: { ...riven.probes, liveness }, stop: { signal: 'SIGQUIT', graceMs: 100 } });
  stack.crash();
  await stack.open();
  await stack.clock.advance(1_500);
  expect(stack.processes.children[0]?.signals).toEqual(['SIGQUIT']);
});

it('a program that would be another keeps what it was started with', async () => {
  const { stack, engine, status } = await running();
  const moved = ready({ kind: 'http', url: 'http://127.0.0.1:8081/health', method: 'GET' });
  await engine.define({ ...riven, argv: ['/bin/other'], probes: moved, stop: { signal: 'SIGINT', graceMs: 500 } });
  await stack.clock.advance(5_000);
  expect(status()).toMatchObject({ state: 'running', health: 'healthy' });
  await engine.stop(riven.unitId);
  expect(stack.processes.children[0]?.signals).toEqual(['SIGTERM']);
});
