import { Problem, type StackChange, toOperationId, toUnitId } from '@showrunner/contracts';
import { describe, expect, it, vi } from 'vitest';
import { openSmallStack } from './fixtures/small-stack.ts';

const indexer = toUnitId('Indexer');

/** @param eager whether time passes by itself as soon as somebody waits for it */
async function running(eager = true) {
  const stack = openSmallStack(undefined, eager);
  const perform = async (change: StackChange) => {
    const { id } = await stack.operations.run(change, 'test');
    return await stack.operations.whenDone(toOperationId(id));
  };
  await perform({ kind: 'compose', cores: [], optionals: ['indexer'] });
  stack.log.length = 0;
  return { ...stack, perform };
}
const update = { kind: 'update' as const, processName: 'Indexer', to: 'v2' };

describe('an update', () => {
  it('replaces the program between stop and start, and forgets the old one once the new one is proven', async () => {
    const stack = await running();
    expect((await stack.perform(update)).state).toBe('succeeded');
    expect(stack.log).toEqual([
      'stage /data/indexer v2',
      'stop indexer 8182',
      'activate /data/indexer',
      'restart indexer 8182',
      'discard /data/indexer',
      'commit /data/indexer',
    ]);
    expect((await stack.operations.preview({ kind: 'reconcile' })).steps).toEqual([]);
  });

  it('that never becomes healthy ends with the version before running again, and says why', async () => {
    const stack = await running();
    stack.fake.illOnce.set(indexer, new Problem('unit.unhealthy', 'Indexer did not answer on port 8182.'));
    const ended = await stack.perform(update);
    expect(ended).toMatchObject({
      state: 'failed',
      failedStep: 'await-healthy:indexer',
      problem: { code: 'unit.unhealthy', message: 'Indexer did not answer on port 8182.' },
    });
    expect(stack.log).toEqual([
      'stage /data/indexer v2',
      'stop indexer 8182',
      'activate /data/indexer',
      'restart indexer 8182',
      // What is new ends, then the old program comes back to its place, then it runs.
      'stop indexer 8182',
      'undo /data/indexer',
      'discard /data/indexer',
      'start indexer 8182',
    ]);
    const states = Object.fromEntries(ended.steps.map(({ kind, state }) => [kind, state]));
    expect(states).toEqual({
      stage: 'undone',
      'stop-unit': 'undone',
      install: 'undone',
      'start-unit': 'undone',
      'await-healthy': 'failed',
    });
    expect((await stack.operations.preview({ kind: 'reconcile' })).steps).toEqual([]);
  });

  it('that is healthy and falls ill while it is watched is taken back as well', async () => {
    const stack = await running(false);
    const { id } = await stack.operations.run(update, 'test');
    await vi.waitFor(() => expect(stack.clock.pending).toBe(1));
    expect(stack.journal.get(id)?.steps.at(-1)?.state).toBe('running');
    stack.fake.fallIll(indexer, 'It does not answer any more.');
    const ended = await stack.operations.whenDone(toOperationId(id));
    expect(ended.problem).toMatchObject({
      code: 'unit.unhealthy',
      message: 'Indexer was healthy, but not for 15 s: It does not answer any more.',
    });
    expect(stack.log.slice(-4)).toEqual([
      'stop indexer 8182',
      'undo /data/indexer',
      'discard /data/indexer',
      'start indexer 8182',
    ]);
    expect(stack.clock.pending).toBe(0);
  });

  it('whose program cannot be started brings back the one before', async () => {
    const stack = await running();
    stack.fake.failStart.set(indexer, new Problem('unit.wrong-architecture', 'indexer is for another machine.'));
    const ended = await stack.perform(update);
    expect(ended).toMatchObject({ state: 'failed', problem: { code: 'unit.wrong-architecture' } });
    expect(stack.log.slice(-3)).toEqual(['undo /data/indexer', 'discard /data/indexer', 'start indexer 8182']);
    expect(stack.fake.running.has(indexer)).toBe(true);
  });

  it('that cannot be built stops nothing', async () => {
    const stack = await running();
    stack.failStage(new Problem('build.failed', 'make ended with code 2'));
    const ended = await stack.perform(update);
    expect(ended).toMatchObject({ state: 'failed', failedStep: 'stage:indexer', problem: { code: 'build.failed' } });
    expect(stack.log).toEqual([]);
    expect(stack.fake.running.has(indexer)).toBe(true);
  });
});
