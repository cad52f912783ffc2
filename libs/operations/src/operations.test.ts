import { Problem, toOperationId, toUnitId } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { openSmallStack } from './fixtures/small-stack.ts';

const compose = { kind: 'compose' as const, cores: [], optionals: ['indexer'] };
const indexer = toUnitId('Indexer');

async function composed() {
  const stack = openSmallStack();
  const { id } = await stack.operations.run(compose, 'test');
  const ended = await stack.operations.whenDone(toOperationId(id));
  stack.log.length = 0;
  return { ...stack, ended };
}

describe('an operation', () => {
  it('brings up what was chosen and what it needs, in order, and then plans nothing', async () => {
    const stack = openSmallStack();
    const { id, state } = await stack.operations.run(compose, 'test');
    expect(state).toBe('running');
    const ended = await stack.operations.whenDone(toOperationId(id));
    expect(ended.state).toBe('succeeded');
    expect(stack.log.filter((line) => line.startsWith('start'))).toEqual(['start database 5432', 'start indexer 8182']);
    expect((await stack.operations.preview(compose)).steps).toEqual([]);
    expect(stack.journal.get(id)).toEqual(ended);
  });

  it('undoes an edit whole when what it changes does not become healthy', async () => {
    const stack = await composed();
    const before = stack.document();
    stack.fake.ill.set(indexer, new Problem('unit.unhealthy', 'Indexer did not answer.'));
    const edited = { ...before.stored, indexer: { ...(before.stored['indexer'] as object), port: 9000 } };
    const { id } = await stack.operations.run({ kind: 'edit', document: edited, basedOn: before.revision }, 'test');
    const ended = await stack.operations.whenDone(toOperationId(id));
    expect(ended).toMatchObject({
      state: 'failed',
      problem: { code: 'unit.unhealthy' },
      failedStep: 'await-healthy:indexer',
    });
    expect(stack.document().revision).toBe(before.revision);
    // What is new ends before its settings are taken back, so that what ran before reads its own.
    expect(stack.log.filter((line) => / indexer /.test(line))).toEqual([
      'restart indexer 9000',
      'stop indexer 9000',
      'start indexer 8182',
    ]);
    expect((await stack.operations.preview({ kind: 'reconcile' })).steps).toEqual([]);
  });

  it('saves only the document when an edit changes nothing that runs', async () => {
    const stack = await composed();
    const { stored, revision } = stack.document();
    const edited = { ...stored, indexer: { ...(stored['indexer'] as object), label: 'mine' } };
    const { id } = await stack.operations.run({ kind: 'edit', document: edited, basedOn: revision }, 'test');
    const ended = await stack.operations.whenDone(toOperationId(id));
    expect(ended.steps.map(({ kind }) => kind)).toEqual(['save-document']);
    expect(stack.log).toEqual([]);
  });

  it('keeps what a failed composition has achieved, stops what failed, and a retry does only the rest', async () => {
    const stack = openSmallStack();
    stack.fake.ill.set(indexer, new Problem('unit.start-failed', 'Indexer ended.'));
    const { id } = await stack.operations.run(compose, 'test');
    const failed = await stack.operations.whenDone(toOperationId(id));
    expect(failed.state).toBe('failed');
    expect(stack.log.at(-1)).toBe('stop indexer 8182');
    expect(stack.fake.running.has(toUnitId('Database'))).toBe(true);

    stack.log.length = 0;
    stack.fake.ill.clear();
    await stack.operations.retry(id, 'test');
    const ended = await stack.operations.whenDone(toOperationId(id));
    expect(ended.state).toBe('succeeded');
    expect(stack.log).toEqual(['start indexer 8182']);
    expect(ended.steps.every(({ state }) => state === 'done')).toBe(true);
    expect(ended.problem).toBeUndefined();
  });

  it('refuses an edit that was based on an older document', async () => {
    const stack = await composed();
    const { stored } = stack.document();
    await expect(
      stack.operations.run({ kind: 'edit', document: { ...stored }, basedOn: 'older' }, 'test'),
    ).rejects.toMatchObject({ code: 'document.conflict' });
  });

  it('refuses a second operation on the same processes while the first one runs', async () => {
    const stack = openSmallStack();
    const first = await stack.operations.run(compose, 'test');
    await expect(stack.operations.run({ kind: 'restart', processNames: ['Indexer'] }, 'test')).rejects.toMatchObject({
      code: 'operation.busy',
    });
    await stack.operations.whenDone(toOperationId(first.id));
    const second = await stack.operations.run({ kind: 'restart', processNames: ['Indexer'] }, 'test');
    expect((await stack.operations.whenDone(toOperationId(second.id))).state).toBe('succeeded');
  });

  it('ends as cancelled when it is asked to stop, and can be taken up again', async () => {
    const stack = openSmallStack();
    const { id } = await stack.operations.run(compose, 'test');
    const cancelled = await stack.operations.cancel(id);
    expect(cancelled).toMatchObject({ state: 'cancelled', problem: { code: 'operation.cancelled' } });
    await stack.operations.retry(id, 'test');
    expect((await stack.operations.whenDone(toOperationId(id))).state).toBe('succeeded');
  });

  it('is found interrupted after the control plane has ended', async () => {
    const stack = openSmallStack();
    const { id } = await stack.operations.run(compose, 'test');
    await stack.operations.close();
    expect(stack.journal.get(id)?.state).toBe('interrupted');
  });

  it('is unknown when nobody has asked for it', async () => {
    const { operations } = openSmallStack();
    await expect(operations.whenDone(toOperationId('op_none'))).rejects.toMatchObject({ code: 'operation.unknown' });
    await expect(operations.retry('op_none', 'test')).rejects.toMatchObject({ code: 'operation.unknown' });
  });
});

describe('scaling', () => {
  const scale = (replicas: number) => ({ kind: 'scale' as const, processName: 'Indexer', replicas });
  const copies = (stack: Awaited<ReturnType<typeof composed>>) =>
    [...stack.fake.running.keys()].filter((unitId) => unitId.startsWith('indexer')).sort();

  it('many times in a row ends in the last wish, and every request has an end of its own', async () => {
    const stack = await composed();
    const views = await Promise.all([5, 2, 0, 3].map((wish) => stack.operations.run(scale(wish), 'test')));
    const ended = await Promise.all(views.map(({ id }) => stack.operations.whenDone(toOperationId(id))));
    expect(ended.at(-1)?.state).toBe('succeeded');
    expect(ended.every(({ state }) => state === 'succeeded' || state === 'cancelled')).toBe(true);
    expect(copies(stack)).toEqual(['indexer', 'indexer-1', 'indexer-2']);
    expect((await stack.operations.preview({ kind: 'reconcile' })).steps).toEqual([]);
  });

  it('takes back the copies that it has started when one of them does not become healthy', async () => {
    const stack = await composed();
    stack.fake.ill.set(toUnitId('Indexer-2'), new Problem('unit.unhealthy', 'Indexer-2 did not answer.'));
    const { id } = await stack.operations.run(scale(3), 'test');
    expect(await stack.operations.whenDone(toOperationId(id))).toMatchObject({ state: 'failed' });
    expect(copies(stack)).toEqual(['indexer']);
    expect(stack.document().stored['indexer']).not.toHaveProperty('scale');
    expect((await stack.operations.preview({ kind: 'reconcile' })).steps).toEqual([]);
  });
});
