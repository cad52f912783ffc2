import { describe, expect, it } from 'vitest';
import { applySteps, undoSteps } from './apply.ts';
import { planOf, stepBench, stopStep } from './fixtures/step-bench.ts';

const signal = new AbortController().signal;

describe('applying steps', () => {
  it('runs a step only after all that it comes after', async () => {
    const plan = planOf([stopStep('c', ['a', 'b']), stopStep('a'), stopStep('b', ['a'])]);
    const bench = stepBench(plan);
    const result = await applySteps(plan.steps, { ...bench, stopAtFailure: false, signal });
    expect(bench.log).toEqual(['stop a', 'stop b', 'stop c']);
    expect(result.failure).toBeUndefined();
    expect(bench.record.view().steps.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
    expect([...bench.applied.keys()]).toEqual(['stop:a', 'stop:b', 'stop:c']);
  });

  it('skips what depends on a failed step and goes on with the other branches', async () => {
    const plan = planOf([stopStep('a'), stopStep('b', ['a']), stopStep('c'), stopStep('d', ['c'])]);
    const bench = stepBench(plan, ['a']);
    const result = await applySteps(plan.steps, { ...bench, stopAtFailure: false, signal });
    expect(result.failure?.step).toBe('stop:a');
    const states = Object.fromEntries(bench.record.view().steps.map(({ id, state }) => [id, state]));
    expect(states).toEqual({ 'stop:a': 'failed', 'stop:b': 'skipped', 'stop:c': 'done', 'stop:d': 'done' });
    expect(bench.applied.has('stop:a')).toBe(false);
  });

  it('starts nothing new after a failure when all is to be undone', async () => {
    const plan = planOf([stopStep('a'), stopStep('b', ['a']), stopStep('c', ['b'])]);
    const bench = stepBench(plan, ['b']);
    const result = await applySteps(plan.steps, { ...bench, stopAtFailure: true, signal });
    await undoSteps(result.done, bench);
    // What failed halfway may be half down, so it is brought up as well.
    expect(bench.log).toEqual(['stop a', 'stop b', 'start b', 'start a', 'await b', 'await a']);
    const states = Object.fromEntries(bench.record.view().steps.map(({ id, state }) => [id, state]));
    expect(states).toEqual({ 'stop:a': 'undone', 'stop:b': 'failed', 'stop:c': 'skipped' });
    expect(bench.applied.size).toBe(0);
  });

  it('starts nothing once it was cancelled', async () => {
    const plan = planOf([stopStep('a')]);
    const bench = stepBench(plan);
    const abort = new AbortController();
    abort.abort();
    await applySteps(plan.steps, { ...bench, stopAtFailure: false, signal: abort.signal });
    expect(bench.log).toEqual([]);
    expect(bench.record.view().steps[0]?.state).toBe('skipped');
  });

  it('journals every change of state', async () => {
    const plan = planOf([stopStep('a')]);
    const bench = stepBench(plan);
    await applySteps(plan.steps, { ...bench, stopAtFailure: false, signal });
    bench.record.finish('succeeded');
    expect(bench.saved.map((view) => [view.state, view.steps[0]?.state])).toEqual([
      ['running', 'pending'],
      ['running', 'running'],
      ['running', 'done'],
      ['succeeded', 'done'],
    ]);
  });
});
