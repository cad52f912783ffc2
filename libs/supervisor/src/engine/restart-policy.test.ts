import type { RestartPolicy } from '@showrunner/planner';
import { describe, expect, it } from 'vitest';
import { aStack } from '../fixtures/a-stack.ts';
import { aUnit } from '../fixtures/a-unit.ts';

const hourMs = 3_600_000;
const standard: RestartPolicy = {
  when: 'on-failure',
  backoffMs: [1_000, 5_000, 15_000, 45_000, 120_000],
  maxRestarts: 5,
  windowMs: 600_000,
  unhealthyThreshold: 0,
};

const pace = { intervalMs: 1_000, timeoutMs: 2_500, failureThreshold: 1, successThreshold: 1 };

async function started(restart: Partial<RestartPolicy> = {}) {
  const stack = aStack();
  const spec = aUnit('Riven Backend', { restart: { ...standard, ...restart } });
  let engine = await stack.open();
  await engine.define(spec);
  await engine.start(spec.unitId);
  return {
    stack,
    spec,
    engine: () => engine,
    status: () => engine.inspect(spec.unitId),
    endIt: () => stack.living().forEach(({ process }) => stack.processes.end(process.identity.pid)),
    startsAt: () => stack.processes.children.map(({ startedAt }) => startedAt - 1_000_000),
    reopen: async () => {
      stack.crash();
      engine = await stack.open();
    },
  };
}

describe('what ends at once', () => {
  it('is started again after growing delays, given up once, told once, and begins anew by hand', async () => {
    const { stack, spec, engine, status, startsAt } = await started();
    stack.processes.script(() => ({ endsAfterMs: 0, exit: { code: 1 } }));
    await engine().restart(spec.unitId);
    await stack.clock.advance(hourMs);
    const delays = startsAt()
      .slice(1)
      .map((at, index, all) => at - (all[index - 1] ?? at));
    expect(delays).toEqual([0, 1_000, 5_000, 15_000, 45_000, 120_000]);
    expect(status()).toMatchObject({ state: 'failed', restartCount: 5, problem: { code: 'unit.crash-loop' } });
    expect(stack.told(spec.unitId).filter((state) => state === 'failed')).toHaveLength(1);
    void engine().start(spec.unitId);
    await stack.clock.advance(10);
    expect(status()).toMatchObject({ state: 'backoff', restartCount: 0 });
    await stack.clock.advance(1_000);
    expect(status()).toMatchObject({ restartCount: 1 });
  });

  it('is not started again under the policy no, and always under always, even after success', async () => {
    const no = await started({ when: 'no' });
    no.endIt();
    await no.stack.clock.advance(hourMs);
    expect(no.status()).toMatchObject({ state: 'failed', restartCount: 0 });
    const always = await started({ when: 'always' });
    always.stack.processes.end(always.status()?.pid ?? 0, { code: 0 });
    await always.stack.clock.advance(2_000);
    expect(always.status()).toMatchObject({ state: 'running', restartCount: 1 });
  });
});

it('scenario 24: a crash every 70 s for a day is never given up', async () => {
  const { stack, status, endIt } = await started();
  for (let at = 0; at < 24 * hourMs; at += 70_000) {
    await stack.clock.advance(70_000);
    expect(status()?.state).toBe('running');
    endIt();
  }
  await stack.clock.advance(3_000);
  expect(status()).toMatchObject({ state: 'running', restartCount: Math.ceil((24 * hourMs) / 70_000) });
});

it('a slow start is no service: what ends soon after it has come up is given up all the same', async () => {
  const stack = aStack();
  stack.processes.script(() => ({ endsAfterMs: 95_000, exit: { code: 1 } }));
  const probes = { startup: [], readiness: [], liveness: [{ kind: 'tcp', port: 1, ...pace } as const] };
  const restart = { ...standard, backoffMs: [1_000], windowMs: hourMs };
  const spec = aUnit('Riven Backend', { probes, startupMs: 90_000, restart });
  const engine = await stack.open();
  await engine.define(spec);
  await engine.start(spec.unitId);
  await stack.clock.advance(hourMs);
  expect(engine.inspect(spec.unitId)).toMatchObject({ state: 'failed', problem: { code: 'unit.crash-loop' } });
});

describe.each([-hourMs, hourMs])('scenario 22: when the time of day is set by %i ms', (step) => {
  it('a restart that is due comes when it would have come', async () => {
    const { stack, endIt, startsAt } = await started({ backoffMs: [60_000] });
    endIt();
    await stack.clock.advance(20_000);
    stack.clock.set(step);
    await stack.clock.advance(39_000);
    expect(startsAt()).toHaveLength(1);
    await stack.clock.advance(1_500);
    expect(startsAt()).toHaveLength(2);
  });

  it('and the control plane died meanwhile, it still does', async () => {
    const { stack, status, endIt, startsAt, reopen } = await started({ backoffMs: [60_000] });
    endIt();
    await stack.clock.advance(20_000);
    stack.clock.set(step);
    await reopen();
    expect((status()?.nextRestartAt ?? 0) - stack.clock.now()).toBeCloseTo(40_000, -2);
    await stack.clock.advance(39_000);
    expect(startsAt()).toHaveLength(1);
    await stack.clock.advance(1_500);
    expect(startsAt()).toHaveLength(2);
  });

  it('what keeps ending has not served and its restarts are not forgotten', async () => {
    const { stack, status, endIt } = await started({ backoffMs: [1_000] });
    for (let end = 0; end < 6; end += 1) {
      await stack.clock.advance(3_000);
      stack.clock.set(step);
      endIt();
    }
    await stack.clock.advance(5_000);
    expect(status()).toMatchObject({ state: 'failed', problem: { code: 'unit.crash-loop' } });
  });

  it('a start that goes on keeps its time over a death of the control plane', async () => {
    const stack = aStack();
    const spec = aUnit('Riven Backend', {
      probes: { startup: [], readiness: [{ kind: 'tcp', port: 1, ...pace }], liveness: [] },
      startupMs: 60_000,
    });
    const engine = await stack.open();
    await engine.define(spec);
    await engine.start(spec.unitId);
    await stack.clock.advance(20_000);
    stack.clock.set(step);
    stack.crash();
    await stack.open();
    await stack.clock.advance(38_000);
    expect(stack.processes.children[0]?.signals).toEqual([]);
    await stack.clock.advance(3_000);
    expect(stack.processes.children[0]?.signals).toEqual(['SIGTERM']);
  });
});

it('scenario 22: while the machine sleeps for 10 s no time passes, and afterwards nothing comes early or twice', async () => {
  const { stack, status, endIt, startsAt } = await started({ backoffMs: [5_000] });
  endIt();
  await stack.clock.advance(1_000);
  stack.clock.stall(10_000); // nothing of ours runs; what fell due meanwhile fires late
  await stack.clock.advance(0);
  expect(startsAt()).toHaveLength(2);
  await stack.clock.advance(hourMs);
  expect(startsAt()).toHaveLength(2);
  expect(status()).toMatchObject({ state: 'running', restartCount: 1 });
});

it('what was stopped stays stopped, whoever comes next', async () => {
  const { stack, spec, engine, status, reopen } = await started({ when: 'always' });
  await engine().stop(spec.unitId, { by: 'person', actor: 'anna' });
  await reopen();
  await engine().startWanted();
  await stack.clock.advance(hourMs);
  expect(status()).toMatchObject({ state: 'stopped', reason: 'Stopped on request of anna.' });
  expect(engine().isHeld(spec.unitId)).toBe(true);
});
