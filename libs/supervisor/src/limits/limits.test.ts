import { Problem } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { aStack } from '../fixtures/a-stack.ts';
import { aUnit } from '../fixtures/a-unit.ts';
import { tellBytes } from './tell-bytes.ts';

const mebibyte = 2 ** 20;
const limits = { memoryBytes: 64 * mebibyte, cpus: 0.5, pids: 20, openFiles: 128 };
const riven = aUnit('Riven Backend', { limits });
const { unitId } = riven;

async function running(prepare: (stack: ReturnType<typeof aStack>) => void = () => undefined) {
  const stack = aStack();
  prepare(stack);
  const engine = await stack.open();
  await engine.define(riven);
  await engine.start(unitId);
  await stack.clock.advance(2_000);
  return { stack, engine, keepers: () => engine.inspect(unitId)?.limits?.map(({ enforcedBy }) => enforcedBy) };
}

describe('limits of a unit', () => {
  it('are given to its process and told with what keeps each', async () => {
    const { stack, engine } = await running();
    expect(stack.processes.children[0]?.request).toMatchObject({
      limits,
      run: { owner: '/state', name: `${unitId}.1` },
    });
    expect(engine.inspect(unitId)?.limits).toEqual([
      { resource: 'memory', most: 64 * mebibyte, enforcedBy: 'cgroup-v2', sentence: expect.any(String) },
      { resource: 'cpus', most: 0.5, enforcedBy: 'cgroup-v2', sentence: expect.any(String) },
      { resource: 'pids', most: 20, enforcedBy: 'cgroup-v2', sentence: expect.any(String) },
      { resource: 'open-files', most: 128, enforcedBy: 'rlimit', sentence: expect.any(String) },
    ]);
  });

  it('are not told where there are none', async () => {
    const engine = await aStack().open();
    await engine.define(aUnit('Free'));
    expect(engine.list()[0]).not.toHaveProperty('limits');
  });

  it('that nothing on the machine keeps are told as such, with what to do', async () => {
    const { engine, keepers } = await running(({ processes }) => processes.enforce({ openFiles: 'rlimit' }));
    expect(keepers()).toEqual(['nothing', 'nothing', 'nothing', 'rlimit']);
    expect(engine.inspect(unitId)?.limits?.[0]?.sentence).toMatch(/^Not enforced: .*Start it where it may/);
  });

  it('are changed while it runs, without another start', async () => {
    const { stack, engine, keepers } = await running();
    await engine.define({ ...riven, limits: { ...limits, memoryBytes: 128 * mebibyte } });
    expect(stack.processes.children).toHaveLength(1);
    expect(stack.processes.children[0]?.limits.memoryBytes).toBe(128 * mebibyte);
    expect(keepers()).toEqual(['cgroup-v2', 'cgroup-v2', 'cgroup-v2', 'rlimit']);
  });

  it('that the kernel refuses while it runs hold from its next start on, and say so', async () => {
    const { stack, engine, keepers } = await running();
    stack.processes.refuseLimits(new Problem('unit.limits', 'It uses more memory already than the new limit allows.'));
    await engine.define({ ...riven, limits: { ...limits, memoryBytes: 8 * mebibyte, openFiles: 256 } });
    expect(keepers()).toEqual(['nothing', 'nothing', 'nothing', 'nothing']);
    expect(engine.inspect(unitId)?.limits?.[0]?.sentence).toBe(
      'It uses more memory already than the new limit allows. Holds from its next start on.',
    );
    await engine.restart(unitId);
    expect(keepers()).toEqual(['cgroup-v2', 'cgroup-v2', 'cgroup-v2', 'rlimit']);
  });

  it('that were saved and not put on before a crash are put on by the next control plane', async () => {
    const { stack, engine } = await running();
    stack.processes.refuseLimits(new Problem('unit.limits', 'Not now.'));
    await engine.define({ ...riven, limits: { ...limits, pids: 7 } });
    stack.crash();
    stack.processes.refuseLimits(undefined);
    const next = await stack.open();
    expect(stack.processes.children[0]?.limits.pids).toBe(7);
    expect(next.inspect(unitId)?.limits?.[2]).toMatchObject({ most: 7, enforcedBy: 'cgroup-v2' });
  });

  it('explain an end for want of memory, with the limit of today', async () => {
    const { stack, engine } = await running();
    await engine.define({ ...riven, limits: { memoryBytes: 96 * mebibyte } });
    const [child] = stack.processes.children;
    stack.processes.end(child?.process.identity.pid ?? 0, { signal: 'SIGKILL', outOfMemory: true });
    await stack.clock.advance(50);
    expect(engine.inspect(unitId)?.lastExit).toMatchObject({
      cause: 'out-of-memory',
      signal: 'SIGKILL',
      message: 'The kernel ended it because it used more than its limit of 96 MiB.',
      hint: 'Raise mem_limit of this service, or let it do less at once.',
    });
  });
});

it.each([
  [512, '512 bytes'],
  [64 * mebibyte, '64 MiB'],
  [1.5 * 2 ** 30, '1.5 GiB'],
])('%d is told as %s', (bytes, words) => expect(tellBytes(bytes)).toBe(words));
