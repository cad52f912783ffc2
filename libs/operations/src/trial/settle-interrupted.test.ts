import { Problem, type StackChange, toOperationId, toUnitId } from '@showrunner/contracts';
import { fingerprint } from '@showrunner/planner';
import { describe, expect, it, vi } from 'vitest';
import { openSmallStack } from '../fixtures/small-stack.ts';
import { settleInterrupted } from './settle-interrupted.ts';

const update = { kind: 'update' as const, processName: 'Indexer', to: 'v2' };
const root = '/data/indexer';
const indexer = toUnitId('Indexer');

/** A running indexer. */
async function running() {
  const stack = openSmallStack();
  const { id } = await stack.operations.run({ kind: 'compose', cores: [], optionals: ['indexer'] }, 'test');
  await stack.operations.whenDone(toOperationId(id));
  /** As the next control plane does, after this one has died where it is. */
  const settle = async () => {
    const unproven: string[] = [];
    const restored: string[] = [];
    const settled = await settleInterrupted({
      table: {
        save: (view) => void stack.journal.set(view.id, view),
        get: (one) => stack.journal.get(one),
        list: () => [...stack.journal.values()],
      },
      applied: stack.tools.applied,
      installer: {
        recoverInstalls: async (isUnproven) => {
          if (isUnproven(root)) unproven.push(root);
          return unproven;
        },
      },
      document: {
        current: stack.document,
        restore: async (revision) => {
          restored.push(revision);
          return true;
        },
      },
      logger: stack.tools.platform.logger,
      now: 99,
    });
    return { ...settled, unproven, restored };
  };
  /** Lets an operation run until it waits for the health of the new version. */
  const proving = async (change: StackChange) => {
    stack.fake.undecided.add(indexer);
    const { id } = await stack.operations.run(change, 'test');
    const isProving = () => stack.journal.get(id)?.steps.find(({ kind }) => kind === 'await-healthy')?.state;
    await vi.waitFor(() => expect(isProving()).toBe('running'));
    return id;
  };
  return { ...stack, settle, proving };
}

describe('an update in whose middle the control plane dies', () => {
  it('is taken back where the new version stands but has not proven itself', async () => {
    const stack = await running();
    const before = stack.tools.applied.all();
    const id = await stack.proving(update);
    expect(stack.tools.applied.installedAt(root)?.release).toBe('v2');
    const { units, operations, unproven } = await stack.settle();
    expect(unproven).toEqual([root]);
    expect(units).toEqual([indexer]);
    expect(operations).toMatchObject([{ from: '1', to: 'v2', view: { id, state: 'interrupted' } }]);
    expect(stack.journal.get(id)).toMatchObject({
      endedAt: 99,
      problem: {
        code: 'operation.interrupted',
        message: 'Showrunner ended before the new version had proven itself; the version before is back in its place.',
      },
    });
    const states = Object.fromEntries(stack.journal.get(id)?.steps.map(({ kind, state }) => [kind, state]) ?? []);
    expect(states).toEqual({
      stage: 'undone',
      'stop-unit': 'undone',
      install: 'undone',
      'start-unit': 'undone',
      'await-healthy': 'skipped',
    });
    expect(stack.tools.applied.installedAt(root)?.release).toBe('1');
    expect(stack.tools.applied.all()).toEqual(before);
    expect(stack.tools.applied.trials.all().size).toBe(0);
    await stack.operations.close();
  });

  it('has succeeded where only its clean-up was left', async () => {
    const stack = await running();
    const id = await stack.proving(update);
    const view = stack.journal.get(id);
    if (view === undefined) throw new Error('not journalled');
    const steps = view.steps.map((step) => ({ ...step, state: 'done' as const }));
    stack.journal.set(id, { ...view, steps });
    const { units, operations, unproven } = await stack.settle();
    expect({ units, unproven }).toEqual({ units: [], unproven: [] });
    expect(operations).toMatchObject([{ view: { id, state: 'succeeded', endedAt: 99 } }]);
    expect(stack.tools.applied.installedAt(root)?.release).toBe('v2');
    await stack.operations.close();
  });

  it('takes its document back as well, but not one that somebody has saved meanwhile', async () => {
    const stack = await running();
    const revision = stack.document().revision;
    await stack.proving({ kind: 'pin', processName: 'Indexer', version: 'v2' });
    expect(stack.document().revision).not.toBe(revision);
    expect((await stack.settle()).restored).toEqual([revision]);
    await stack.operations.close();

    const other = await running();
    const id = await other.proving({ kind: 'pin', processName: 'Indexer', version: 'v2' });
    const edited = { ...other.document().stored, tz: 'Europe/Vienna' };
    await other.tools.saveDocument(edited);
    expect((await other.settle()).restored).toEqual([]);
    expect(other.document().revision).toBe(fingerprint(edited));
    expect(other.journal.get(id)?.problem?.message).toMatch(/ The stack document was changed meanwhile and stays/);
    await other.operations.close();
  });

  it('is settled by the next start where its own undo did not succeed, and keeps its reason', async () => {
    const stack = await running();
    stack.failUndo(new Problem('file.unwritable', 'the disk is full'));
    stack.fake.illOnce.set(indexer, new Problem('unit.unhealthy', 'It does not answer.'));
    const { id } = await stack.operations.run(update, 'test');
    const ended = await stack.operations.whenDone(toOperationId(id));
    expect(ended).toMatchObject({ state: 'failed', problem: { code: 'unit.unhealthy' } });
    const { unproven } = await stack.settle();
    expect(unproven).toEqual([root]);
    expect(stack.journal.get(id)).toEqual(ended);
    expect(stack.tools.applied.installedAt(root)?.release).toBe('1');
  });

  it('that is over leaves nothing to settle', async () => {
    const stack = await running();
    stack.fake.illOnce.set(indexer, new Problem('unit.unhealthy', 'It does not answer.'));
    const { id } = await stack.operations.run(update, 'test');
    await stack.operations.whenDone(toOperationId(id));
    expect(await stack.settle()).toEqual({ operations: [], units: [], unproven: [], restored: [] });
  });
});

describe('an operation that replaces nothing', () => {
  it('is told as interrupted, and what it did stays', async () => {
    const stack = await running();
    const [view] = [...stack.journal.values()];
    if (view === undefined) throw new Error('not journalled');
    const steps = view.steps.map((step, index) => (index === 0 ? { ...step, state: 'running' as const } : step));
    stack.journal.set(view.id, { ...view, state: 'running', steps });
    const { operations, unproven } = await stack.settle();
    expect(operations).toEqual([{ view: { ...view, state: 'interrupted', endedAt: 99, steps } }]);
    expect(unproven).toEqual([]);
  });
});
