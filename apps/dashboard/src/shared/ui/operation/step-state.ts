import type { OperationView, StepProgress } from '@showrunner/contracts';
import type { DisplayState } from '../state/display-state.ts';

const ofStep: Record<StepProgress['state'], DisplayState> = {
  pending: { tone: 'idle', shape: 'dotted', word: 'To do' },
  running: { tone: 'busy', shape: 'half', word: 'At work' },
  done: { tone: 'ok', shape: 'full', word: 'Done' },
  failed: { tone: 'fail', shape: 'square', word: 'Failed' },
  skipped: { tone: 'idle', shape: 'dash', word: 'Skipped' },
  undone: { tone: 'warn', shape: 'ring', word: 'Taken back' },
};

const ofOperation: Record<OperationView['state'], DisplayState> = {
  running: { tone: 'busy', shape: 'half', word: 'At work' },
  succeeded: { tone: 'ok', shape: 'full', word: 'Done' },
  failed: { tone: 'fail', shape: 'square', word: 'Failed' },
  cancelled: { tone: 'idle', shape: 'dash', word: 'Cancelled' },
  interrupted: { tone: 'warn', shape: 'triangle', word: 'Interrupted' },
};

/** The state of a step as it is shown. */
export function toStepDisplay(state: StepProgress['state']): DisplayState {
  return ofStep[state];
}

/** The state of an operation as it is shown. */
export function toOperationDisplay(state: OperationView['state']): DisplayState {
  return ofOperation[state];
}

/** How far an operation is: whole steps, and the share of all work from 0 to 1. What a failure left out is not done. */
export function measureProgress(operation: OperationView): { done: number; total: number; fraction: number } {
  const total = operation.steps.length;
  const broken = operation.steps.some((step) => step.state === 'failed') || operation.state === 'cancelled';
  const done = operation.steps.filter((step) => step.state === 'done' || (step.state === 'skipped' && !broken)).length;
  const partial = operation.steps.reduce(
    (sum, step) => sum + (step.state === 'running' ? Math.min(1, step.fraction ?? 0) : 0),
    0,
  );
  return { done, total, fraction: total === 0 ? 1 : (done + partial) / total };
}

/** The step that failed: the one the operation names, else the first with that state. */
export function findFailedStep(operation: OperationView): StepProgress | undefined {
  return (
    operation.steps.find((step) => step.id === operation.failedStep) ??
    operation.steps.find((step) => step.state === 'failed')
  );
}

/** What an operation does now, in one sentence that can be read aloud. */
export function sayOperation(operation: OperationView): string {
  const { done, total } = measureProgress(operation);
  const running = operation.steps.filter((step) => step.state === 'running').map((step) => step.title);
  switch (operation.state) {
    case 'running':
      return running.length > 0 ? running.join(' · ') : 'Getting ready';
    case 'succeeded':
      return total === 0 ? 'There was nothing to do.' : `All ${total} steps are done.`;
    case 'failed':
      return `Stopped at “${findFailedStep(operation)?.title ?? 'a step'}” after ${done} of ${total} steps.`;
    case 'cancelled':
      return `Cancelled after ${done} of ${total} steps.`;
    case 'interrupted':
      return `Showrunner ended while this ran. ${done} of ${total} steps are done; it can go on from there.`;
  }
}
