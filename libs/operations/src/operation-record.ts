import {
  type OperationView,
  type Problem,
  type ShowrunnerEvent,
  type StackChange,
  type StepProgress,
  toProblemView,
} from '@showrunner/contracts';
import type { Clock } from '@showrunner/platform';
import { type Plan, toPlanView } from '@showrunner/planner';
import type { StepReporter } from './performer.ts';

const keptLines = 200;
/** Progress is told at most this often for a step; changes of state are told at once. */
const progressIntervalMs = 100;

/** One operation while it runs: the only writer of its view. */
export interface OperationRecord {
  readonly id: string;
  view(): OperationView;
  step(id: string): StepProgress | undefined;
  setStep(id: string, change: Partial<StepProgress>): void;
  reporter(id: string): Omit<StepReporter, 'undoable'>;
  /** Replaces what is not done by the steps of a new plan, for a retry. */
  replan(plan: Plan): void;
  finish(state: OperationView['state'], failure?: { step?: string; problem: Problem }): void;
}

export interface RecordOptions {
  readonly id: string;
  /** As it may be shown: secrets masked. */
  readonly change: StackChange;
  readonly title: string;
  readonly actor: string;
  readonly plan: Plan;
  readonly clock: Clock;
  readonly redact: (line: string) => string;
  readonly publish: (event: ShowrunnerEvent) => void;
  /** Called with every change of state, for the journal. */
  readonly save: (view: OperationView) => void;
}

/** Starts a record in state `running` with all steps pending. */
export function createOperationRecord(options: RecordOptions): OperationRecord {
  const { clock, publish, save, redact } = options;
  const started: OperationView = {
    id: options.id,
    change: options.change,
    title: options.title,
    actor: options.actor,
    state: 'running',
    startedAt: clock.now(),
    steps: pendingSteps(options.plan),
  };
  return createRecord(started, { clock, publish, save, redact });
}

/** Takes up an operation that ended, to go on with it. */
export function reopenOperationRecord(
  view: OperationView,
  options: Pick<RecordOptions, 'clock' | 'publish' | 'save' | 'redact'>,
): OperationRecord {
  const { endedAt: _endedAt, problem: _problem, failedStep: _failedStep, ...rest } = view;
  return createRecord({ ...rest, state: 'running' }, options);
}

function createRecord(
  initial: OperationView,
  { clock, publish, save, redact }: Pick<RecordOptions, 'clock' | 'publish' | 'save' | 'redact'>,
): OperationRecord {
  let current = initial;
  const toldAt = new Map<string, number>();

  const put = (id: string, change: Partial<StepProgress>): StepProgress | undefined => {
    let changed: StepProgress | undefined;
    const steps = current.steps.map((step) => {
      if (step.id !== id) return step;
      changed = { ...step, ...change };
      return changed;
    });
    current = { ...current, steps };
    return changed;
  };
  const tell = (step: StepProgress | undefined) => {
    if (step === undefined) return;
    toldAt.set(step.id, clock.now());
    publish({ type: 'step.changed', operationId: current.id, step });
  };
  const putProgress = (id: string, change: Partial<StepProgress>) => {
    const step = put(id, change);
    if (clock.now() - (toldAt.get(id) ?? 0) >= progressIntervalMs) tell(step);
  };
  const replace = (next: OperationView) => {
    current = next;
    save(current);
    publish({ type: 'operation.changed', operation: current });
  };

  replace(current);
  return {
    id: initial.id,
    view: () => current,
    step: (id) => current.steps.find((step) => step.id === id),
    setStep(id, change) {
      tell(put(id, change));
      save(current);
    },
    reporter: (id) => ({
      activity: (text, fraction) =>
        putProgress(id, { activity: text, ...(fraction === undefined ? {} : { fraction }) }),
      line: (text) => {
        const log = [...(current.steps.find((step) => step.id === id)?.log ?? []), redact(text)].slice(-keptLines);
        putProgress(id, { log });
      },
      wrote: (paths) => void put(id, { files: [...paths] }),
    }),
    replan(plan) {
      const done = current.steps.filter((step) => step.state === 'done');
      const doneIds = new Set(done.map((step) => step.id));
      const open = pendingSteps(plan);
      // A step that is planned again is no longer done, wherever it was in the list before.
      const again = new Set(open.map((step) => step.id));
      replace({
        ...current,
        steps: [
          ...done.filter((step) => !again.has(step.id)),
          ...open.map((step) => ({
            ...step,
            after: step.after.filter((id) => again.has(id) || doneIds.has(id)),
          })),
        ],
      });
    },
    finish(state, failure) {
      replace({
        ...current,
        state,
        endedAt: clock.now(),
        ...(failure === undefined ? {} : { problem: toProblemView(failure.problem) }),
        ...(failure?.step === undefined ? {} : { failedStep: failure.step }),
      });
    },
  };
}

function pendingSteps(plan: Plan): StepProgress[] {
  return toPlanView(plan).steps.map((step) => ({ ...step, state: 'pending', log: [] }));
}
