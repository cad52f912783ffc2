import type { OperationView, SequencedEvent, StepProgress, UnitStatus } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { applyEvent, applySnapshot, emptyLiveState, markLost, putOperation } from './live-state.ts';

const unit = (unitId: string, state: UnitStatus['state'] = 'running'): UnitStatus => ({
  unitId,
  processName: unitId,
  state,
  since: 1,
  health: 'healthy',
  reason: '',
  restartCount: 0,
  adopted: false,
});
const step = (id: string, state: StepProgress['state']): StepProgress => ({
  id,
  kind: 'install',
  title: id,
  reason: '',
  processName: null,
  after: [],
  files: [],
  state,
  log: [],
});
const operation = (id: string, steps: StepProgress[] = []): OperationView => ({
  id,
  change: { kind: 'reconcile' },
  title: id,
  actor: 'admin',
  state: 'running',
  startedAt: 1,
  steps,
});
const start = applySnapshot(emptyLiveState, { sequence: 5, units: [unit('zurg')], operations: [], revision: 'r1' });

describe('the event stream', () => {
  it('is live after the snapshot, with what it named and nothing else', () => {
    const again = applySnapshot(start, { sequence: 9, units: [unit('plex')], operations: [], revision: 'r2' });
    expect([again.connection, [...again.units.keys()], again.revision]).toEqual(['live', ['plex'], 'r2']);
  });

  it('follows units, operations, steps and the document in order', () => {
    const events: SequencedEvent[] = [
      { type: 'unit.changed', unit: unit('zurg', 'failed'), sequence: 6, at: 1 },
      { type: 'operation.changed', operation: operation('o', [step('a', 'pending')]), sequence: 7, at: 2 },
      { type: 'step.changed', operationId: 'o', step: step('a', 'done'), sequence: 8, at: 3 },
      { type: 'document.changed', revision: 'r2', sequence: 9, at: 4 },
      { type: 'unit.removed', unitId: 'zurg', sequence: 10, at: 5 },
    ];
    const end = events.reduce(applyEvent, start);
    expect([end.units.size, end.operations.get('o')?.steps[0]?.state, end.revision, end.sequence, end.gap]).toEqual([
      0,
      'done',
      'r2',
      10,
      false,
    ]);
  });

  it('takes an event that comes twice once', () => {
    expect(applyEvent(start, { type: 'unit.removed', unitId: 'zurg', sequence: 5, at: 1 })).toBe(start);
  });

  it('notices a missing event and changes nothing until the next snapshot', () => {
    const end = applyEvent(start, { type: 'unit.removed', unitId: 'zurg', sequence: 7, at: 1 });
    expect([end.gap, end.units.size, end.sequence]).toEqual([true, 1, 5]);
  });

  it('notices a step of an operation it never heard of', () => {
    const event: SequencedEvent = {
      type: 'step.changed',
      operationId: 'x',
      step: step('a', 'done'),
      sequence: 6,
      at: 1,
    };
    expect(applyEvent(start, event).gap).toBe(true);
  });

  it('does not follow before the snapshot', () => {
    expect(applyEvent(emptyLiveState, { type: 'unit.removed', unitId: 'a', sequence: 1, at: 1 })).toBe(emptyLiveState);
  });

  it('keeps what is known and the first moment of silence when the connection breaks', () => {
    const lost = markLost(markLost(start, 100), 200);
    expect([lost.connection, lost.lostAt, lost.units.size]).toEqual(['lost', 100, 1]);
  });

  it('takes an operation from an answer as well', () => {
    expect(putOperation(start, operation('o')).operations.has('o')).toBe(true);
  });
});

it('knows of the brake until it is released', () => {
  const brake = { since: 1, failed: ['a', 'b'], held: [], message: '2 services failed at once.' };
  const start = applySnapshot(emptyLiveState, { sequence: 4, units: [], operations: [], revision: 'r', brake });
  expect(start.brake).toEqual(brake);
  const grown = applyEvent(start, { type: 'stack.braked', brake: { ...brake, cause: 'c' }, sequence: 5, at: 1 });
  expect(grown.brake?.cause).toBe('c');
  expect(applyEvent(grown, { type: 'stack.released', sequence: 6, at: 2 }).brake).toBeNull();
});
