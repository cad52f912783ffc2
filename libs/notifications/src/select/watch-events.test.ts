import type { OperationView, UpdateRecord, UpdateView } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { anExit, aStatus } from '../fixtures/bench.ts';
import { createEventWatch } from './watch-events.ts';

const nothing = { units: [], updates: [], operations: [], brake: undefined };
const watch = (start: Partial<Parameters<typeof createEventWatch>[0]> = {}, isStarting = () => false) =>
  createEventWatch({ ...nothing, ...start }, isStarting);

const update = (changes: Partial<UpdateView> = {}): UpdateView => ({
  processName: 'Zilean',
  serviceKey: 'zilean',
  state: 'current',
  message: 'It is up to date.',
  installed: 'v1',
  available: null,
  releasesBehind: null,
  notes: null,
  fixed: null,
  mode: 'notify',
  intervalHours: 24,
  startTime: '04:00',
  checkedAt: 1,
  nextCheckAt: null,
  operationId: null,
  last: null,
  ...changes,
});
const record = (outcome: UpdateRecord['outcome'], operationId: string): UpdateRecord => ({
  processName: 'Zilean',
  from: 'v1',
  to: 'v2',
  outcome,
  message: 'That is how it was.',
  at: 1,
  tookMs: 1,
  downtimeMs: null,
  operationId,
  notesUrl: null,
});
const operation = (changes: Partial<OperationView>): OperationView => ({
  id: 'op_1',
  change: { kind: 'start', processNames: ['Zilean'] },
  title: 'Start Zilean',
  actor: 'admin',
  state: 'running',
  startedAt: 1,
  steps: [],
  ...changes,
});
const problem = { code: 'unit.start-failed', title: 'T', message: 'It did not start.', hint: 'Look at its log.' };

describe('updates', () => {
  it('tells each version once, and not what was known before', () => {
    const { next } = watch({ updates: [update({ state: 'available', available: 'v2' })] });
    const tell = (changes: Partial<UpdateView>) => next({ type: 'update.changed', update: update(changes) });
    expect(tell({ state: 'available', available: 'v2' })).toEqual([]);
    expect(tell({ state: 'available', available: 'v3' })).toMatchObject([
      { eventType: 'update.available', severity: 'info', title: 'v3 of Zilean is available', condition: 'v3' },
    ]);
    expect(tell({ state: 'available', available: 'v3' })).toEqual([]);
    expect(tell({ state: 'available', available: 'v4', mode: 'install' })).toEqual([]);
  });

  it.each([
    ['updated', 'update.succeeded', 'success'],
    ['rolled-back', 'update.failed', 'warning'],
    ['failed', 'update.failed', 'critical'],
  ] as const)('tells once that one was %s', (outcome, eventType, severity) => {
    const { next } = watch({ updates: [update({ last: record('updated', 'op_0') })] });
    const tell = (last: UpdateRecord) => next({ type: 'update.changed', update: update({ last }) });
    expect(tell(record('updated', 'op_0'))).toEqual([]);
    expect(tell(record(outcome, 'op_1'))).toMatchObject([{ eventType, severity, body: 'That is how it was.' }]);
    expect(tell(record(outcome, 'op_1'))).toEqual([]);
  });

  it('says nothing of the falls of a service that is being updated: how that ends is told', () => {
    const { next } = watch({ units: [aStatus('Zilean')] });
    const updating = operation({ change: { kind: 'update', processName: 'Zilean' } });
    const fall = { ...aStatus('Zilean'), state: 'failed' as const, lastExit: anExit('Exited with code 1.') };
    expect(next({ type: 'operation.changed', operation: updating })).toEqual([]);
    expect(next({ type: 'unit.changed', unit: fall })).toEqual([]);
    expect(next({ type: 'operation.changed', operation: { ...updating, state: 'failed', problem } })).toEqual([]);
    expect(next({ type: 'unit.changed', unit: aStatus('Zilean') })).toEqual([]);
  });
});

describe('operations', () => {
  it('tells once of one that failed, and again after it was tried again', () => {
    const { next } = watch();
    const tell = (state: OperationView['state']) =>
      next({ type: 'operation.changed', operation: operation({ state, problem }) }).map(({ eventType, title }) => [
        eventType,
        title,
      ]);
    const told = [['operation.failed', 'Start Zilean: failed']];
    expect([tell('running'), tell('failed'), tell('failed')]).toEqual([[], told, []]);
    expect([tell('running'), tell('failed')]).toEqual([[], told]);
    expect([tell('running'), tell('cancelled')]).toEqual([[], []]);
  });

  it('leaves it to the service where that was told to have failed', () => {
    const { next } = watch({ units: [{ ...aStatus('Zilean'), state: 'stopped' }] });
    const failed = { ...aStatus('Zilean'), state: 'failed' as const, reason: 'It did not start.' };
    expect(next({ type: 'unit.changed', unit: failed })).toMatchObject([{ eventType: 'service.start.failed' }]);
    const steps = [
      {
        id: 's1',
        processName: 'Zilean',
        state: 'failed',
        kind: 'await-healthy',
        title: 'T',
        reason: 'R',
        after: [],
        files: [],
        log: [],
      },
    ] satisfies OperationView['steps'];
    const ended = operation({ state: 'failed', problem, steps, failedStep: 's1' });
    expect(next({ type: 'operation.changed', operation: ended })).toEqual([]);
  });
});

describe('units', () => {
  it('says nothing of what was so before, of what somebody wished, and while the stack is being brought up', () => {
    let isStarting = true;
    const { next } = watch({ units: [{ ...aStatus('Riven'), state: 'failed' }] }, () => isStarting);
    const tell = (name: string, status: object) =>
      next({ type: 'unit.changed', unit: { ...aStatus(name), ...status } });
    expect(tell('Riven', { state: 'failed', health: 'unknown' })).toEqual([]);
    expect([tell('Zilean', {}), tell('Zilean', { state: 'failed' })]).toEqual([[], []]);
    isStarting = false;
    expect(tell('Zilean', {})).toEqual([]);
    for (const state of ['stopping', 'stopped', 'waiting', 'starting', 'running'] as const) {
      expect(tell('Zilean', { state, health: state === 'running' ? 'healthy' : 'unknown' })).toEqual([]);
    }
  });

  it('tells of an unhealthy one, then of its end by that, and of both being over in one', () => {
    const { next } = watch({ units: [aStatus('Zilean')] });
    const tell = (status: object) =>
      next({ type: 'unit.changed', unit: { ...aStatus('Zilean'), ...status } }).map((notice) => notice.eventType);
    expect(tell({ health: 'unhealthy' })).toEqual(['service.unhealthy']);
    expect(tell({ health: 'unhealthy', reason: 'Still.' })).toEqual([]);
    expect(tell({ state: 'stopping' })).toEqual([]);
    expect(tell({ state: 'backoff' })).toEqual(['service.auto_restart.attempt']);
    expect(tell({ state: 'failed' })).toEqual(['service.auto_restart.failed']);
    const back = next({ type: 'unit.changed', unit: aStatus('Zilean') });
    expect(back).toMatchObject([
      {
        eventType: 'service.auto_restart.succeeded',
        recovers: ['service.unhealthy', 'service.auto_restart.attempt', 'service.auto_restart.failed'],
        metadata: { recovered_event_type: 'service.unhealthy' },
      },
    ]);
  });

  it('tells that one is guarded, in place of its bad health', () => {
    const { next } = watch({ units: [aStatus('Plex')] });
    const conditions = [{ type: 'Guarded' as const, reason: 'MountLost', message: 'The mount is away.', since: 1 }];
    const tell = (status: object) =>
      next({ type: 'unit.changed', unit: { ...aStatus('Plex'), ...status } }).map(({ eventType, body }) => [
        eventType,
        body,
      ]);
    expect(tell({ conditions })).toEqual([['media.protection.activated', 'The mount is away.']]);
    expect(tell({ conditions, health: 'unhealthy' })).toEqual([]);
    expect(tell({})).toEqual([['recovery', 'What was away is back, and has stayed.']]);
  });
});
