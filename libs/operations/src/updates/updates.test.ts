import {
  Problem,
  type StackChange,
  toOperationId,
  toUnitId,
  type UpdateRecord,
  type VersionNotes,
} from '@showrunner/contracts';
import { describe, expect, it, vi } from 'vitest';
import { openSmallStack } from '../fixtures/small-stack.ts';
import type { CheckRecord, PlannedCheck, UpdateTable } from './update.table.ts';
import { openUpdates } from './updates.ts';

const indexer = toUnitId('Indexer');
const notes: VersionNotes = { url: 'https://releases.test/v2', text: '- faster', publishedAt: '2026-01-01T00:00:00Z' };

function memoryTable(): UpdateTable {
  const checks = new Map<string, CheckRecord>();
  const plans = new Map<string, PlannedCheck>();
  const history: UpdateRecord[] = [];
  return {
    check: (name) => checks.get(name),
    saveCheck: (name, record) => void checks.set(name, record),
    planned: () => new Map(plans),
    savePlanned: (name, plan) => void (plan === undefined ? plans.delete(name) : plans.set(name, plan)),
    history: () => [...history].reverse(),
    addHistory: (record) => void history.push(record),
  };
}

/** A running indexer at version 1, and a source that offers another one. */
async function open(offered: () => string = () => '2') {
  const stack = openSmallStack();
  const perform = async (change: StackChange) => {
    const { id } = await stack.operations.run(change, 'test');
    return await stack.operations.whenDone(toOperationId(id));
  };
  await perform({ kind: 'compose', cores: [], optionals: ['indexer'] });
  const updates = openUpdates({
    catalog: stack.catalog,
    clock: stack.clock,
    logger: stack.tools.platform.logger,
    table: memoryTable(),
    applied: stack.tools.applied,
    finder: { findVersion: async () => ({ version: offered(), releasesBehind: 1, notes }) },
    operations: stack.operations,
    document: stack.document,
    survey: stack.survey,
    follow: stack.tools.follow,
    publish: (event) => stack.events.push(event),
  });
  return { ...stack, updates, perform };
}
const update: StackChange = { kind: 'update', processName: 'Indexer', to: '2' };

describe('updates', () => {
  it('are unknown until somebody looks, and then told with what the publisher says', async () => {
    const { updates, events } = await open();
    expect(updates.get('Indexer')).toMatchObject({ state: 'unknown', installed: '1', available: null, mode: 'off' });
    const view = await updates.check('Indexer');
    expect(view).toMatchObject({ state: 'available', available: '2', releasesBehind: 1, notes });
    expect(events).toContainEqual({ type: 'update.changed', update: view });
  });

  it('say that there is none', async () => {
    const { updates } = await open(() => '1');
    expect(await updates.check('Indexer')).toMatchObject({ state: 'current', message: '1 is the newest version.' });
  });

  it('tell a look that failed, and keep what an earlier one has found', async () => {
    let answer = (): string => '2';
    const { updates } = await open(() => answer());
    await updates.check('Indexer');
    answer = () => {
      throw new Problem('source.rate-limited', 'The release server asks us to wait 900 s');
    };
    expect(await updates.check('Indexer')).toMatchObject({
      state: 'failed',
      message: 'The release server asks us to wait 900 s',
      available: '2',
    });
  });

  it('refuse to look for what is not there', async () => {
    const { updates } = await open();
    await expect(updates.check('Nothing')).rejects.toMatchObject({ code: 'process.unknown' });
  });

  it('end in the history: installed, with what it took', async () => {
    const { updates, perform } = await open();
    await updates.check('Indexer');
    const { id } = await perform(update);
    const [record] = updates.history();
    expect(record).toMatchObject({
      processName: 'Indexer',
      from: '1',
      to: '2',
      outcome: 'updated',
      message: 'Updated from 1 to 2.',
      operationId: id,
      notesUrl: notes.url,
    });
    expect(record?.downtimeMs).toBeGreaterThanOrEqual(15_000);
    expect(updates.get('Indexer')).toMatchObject({ state: 'current', installed: '2', last: record });
  });

  it('end in the history: taken back, and why', async () => {
    const { updates, perform, fake } = await open();
    await updates.check('Indexer');
    fake.illOnce.set(indexer, new Problem('unit.unhealthy', 'Indexer did not answer on port 8182.'));
    await perform(update);
    expect(updates.get('Indexer')).toMatchObject({
      state: 'available',
      installed: '1',
      last: {
        outcome: 'rolled-back',
        message: '2 did not work: Indexer did not answer on port 8182. 1 runs again.',
      },
    });
  });

  it('end in the history once, also where the control plane has ended in their middle', async () => {
    const { updates, perform, fake, journal } = await open();
    fake.illOnce.set(indexer, new Problem('unit.unhealthy', 'It was not healthy yet.'));
    const { id } = await perform(update);
    const ended = journal.get(id);
    if (ended === undefined) throw new Error('not journalled');
    const problem = { code: 'operation.interrupted' as const, message: 'Showrunner ended before it was proven.' };
    const view = {
      ...ended,
      id: 'op_before',
      state: 'interrupted' as const,
      problem: { ...ended.problem!, ...problem },
    };
    updates.tell([{ view, from: '1', to: '2' }]);
    updates.tell([{ view, from: '1', to: '2' }]);
    expect(updates.history().map(({ operationId }) => operationId)).toEqual(['op_before', id]);
    expect(updates.history()[0]).toMatchObject({
      outcome: 'rolled-back',
      from: '1',
      to: '2',
      message: '2 was not proven: Showrunner ended before it was proven. 1 runs again.',
    });
  });

  it('end in the history: taken back in vain, which needs a person', async () => {
    const { updates, perform, fake } = await open();
    fake.ill.set(indexer, new Problem('unit.unhealthy', 'Indexer did not answer.'));
    await perform(update);
    expect(updates.history()[0]).toMatchObject({
      outcome: 'failed',
      message: '2 did not work: Indexer did not answer. It could not be taken back completely: Indexer did not answer.',
    });
  });

  it('end in the history: not even begun', async () => {
    const { updates, perform, failStage } = await open();
    failStage(new Problem('build.failed', 'make ended with code 2'));
    await perform(update);
    expect(updates.history()[0]).toMatchObject({
      outcome: 'failed',
      message: '2 was not installed: make ended with code 2. 1 stays.',
      downtimeMs: null,
    });
  });

  it('name the operation that installs one, while it does', async () => {
    const { updates, operations } = await open();
    const { id } = await operations.run(update, 'test');
    expect(updates.get('Indexer')?.operationId).toBe(id);
    await operations.whenDone(toOperationId(id));
    expect(updates.get('Indexer')?.operationId).toBeNull();
  });
});

describe('updates by schedule', () => {
  const policy = (mode: 'notify' | 'install'): StackChange => ({
    kind: 'update-policy',
    processName: 'Indexer',
    mode,
    intervalHours: 24,
    startTime: '04:00',
  });
  const day = 24 * 3_600_000;

  it('install what is newer, as the control plane itself', async () => {
    const { updates, perform, clock, operations, offer } = await open();
    offer('2');
    await perform(policy('install'));
    expect(updates.get('Indexer')).toMatchObject({ mode: 'install', nextCheckAt: expect.any(Number) as number });
    updates.start();
    await clock.advance(day);
    await vi.waitFor(() => expect(updates.get('Indexer')?.installed).toBe('2'));
    expect(operations.list().find(({ change }) => change.kind === 'update')?.actor).toBe('showrunner');
    await updates.close();
  });

  it('only tell what is newer, where that is wished', async () => {
    const { updates, perform, clock } = await open();
    await perform(policy('notify'));
    updates.start();
    await clock.advance(day);
    expect(updates.get('Indexer')).toMatchObject({ state: 'available', installed: '1' });
    expect(updates.history()).toEqual([]);
    await updates.close();
  });

  it('do not install again what was just taken back', async () => {
    const { updates, perform, clock, fake } = await open();
    await perform(policy('install'));
    fake.illOnce.set(indexer, new Problem('unit.unhealthy', 'Indexer did not answer.'));
    updates.start();
    await clock.advance(day);
    await vi.waitFor(() => expect(updates.history()).toHaveLength(1));
    await clock.advance(3 * day);
    expect(updates.history().map(({ outcome }) => outcome)).toEqual(['rolled-back']);
    expect(updates.get('Indexer')).toMatchObject({ state: 'available', installed: '1' });
    await updates.close();
  });

  it('look for nothing where a release is pinned, and say so', async () => {
    const { updates, perform } = await open();
    await perform(policy('install'));
    await perform({ kind: 'pin', processName: 'Indexer', version: '1' });
    expect(updates.get('Indexer')).toMatchObject({
      state: 'fixed',
      message: 'It is kept at 1.',
      nextCheckAt: null,
      fixed: { kind: 'tag', to: '1', installed: true },
    });
    expect(await updates.check('Indexer')).toMatchObject({ state: 'fixed', message: 'It is kept at 1; 2 is out.' });
    await perform({ kind: 'pin', processName: 'Indexer', version: null });
    expect(updates.get('Indexer')).toMatchObject({ state: 'available', nextCheckAt: expect.any(Number) as number });
  });
});
