import type { OperationView, StepProgress } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { findFailedStep, measureProgress, sayOperation } from './step-state.ts';

const step = (id: string, state: StepProgress['state'], fraction?: number): StepProgress => ({
  id,
  kind: 'install',
  title: `Install ${id}`,
  reason: '',
  processName: id,
  after: [],
  files: [],
  state,
  log: [],
  ...(fraction === undefined ? {} : { fraction }),
});
const operation = (state: OperationView['state'], steps: StepProgress[]): OperationView => ({
  id: 'o',
  change: { kind: 'reconcile' },
  title: 'Set up Riven',
  actor: 'admin',
  state,
  startedAt: 0,
  steps,
});

describe('an operation', () => {
  it('measures whole steps and the running share', () => {
    const steps = [step('a', 'done'), step('b', 'skipped'), step('c', 'running', 0.5), step('d', 'pending')];
    expect(measureProgress(operation('running', steps))).toEqual({ done: 2, total: 4, fraction: 0.625 });
  });

  it('with nothing to do is complete', () => {
    expect(measureProgress(operation('succeeded', [])).fraction).toBe(1);
  });

  it('names the step that failed', () => {
    const failed = operation('failed', [step('a', 'done'), step('b', 'failed')]);
    expect([findFailedStep(failed)?.id, sayOperation(failed)]).toEqual([
      'b',
      'Stopped at “Install b” after 1 of 2 steps.',
    ]);
  });

  it('says all steps that run side by side', () => {
    expect(sayOperation(operation('running', [step('a', 'running'), step('b', 'running')]))).toBe(
      'Install a · Install b',
    );
  });
});
