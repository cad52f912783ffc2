// @vitest-environment jsdom
import type { OperationView } from '@showrunner/contracts';
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { forgetLive, readLive, showEvent, showOperation, showSnapshot, useLive } from './live-store.ts';

const operation = (state: OperationView['state']): OperationView => ({
  id: 'o',
  change: { kind: 'reconcile' },
  title: 'Bring up the stack',
  actor: 'admin',
  state,
  startedAt: 1,
  steps: [],
});

afterEach(() => {
  cleanup();
  forgetLive();
});

describe('the live store', () => {
  it('shows an operation from an answer at once', () => {
    showOperation(operation('running'));
    expect(readLive().operations.get('o')?.state).toBe('running');
  });

  it('never lets a late answer overwrite what the stream told', () => {
    showSnapshot({ sequence: 1, units: [], operations: [], revision: 'r' });
    showEvent({ type: 'operation.changed', operation: operation('succeeded'), sequence: 2, at: 1 });
    showOperation(operation('running'));
    expect(readLive().operations.get('o')?.state).toBe('succeeded');
  });

  it('redraws readers when their part changes', () => {
    const reader = renderHook(() => useLive((state) => state.revision));
    act(() => showSnapshot({ sequence: 1, units: [], operations: [], revision: 'r9' }));
    expect(reader.result.current).toBe('r9');
  });
});
