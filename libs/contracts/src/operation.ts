import { StackChange } from './change.ts';
import { StepView } from './plan-view.ts';
import { ProblemView } from './problem-view.ts';
import { type Static, Type, Words } from './schema.ts';

export const stepStates = ['pending', 'running', 'done', 'failed', 'skipped', 'undone'] as const;
export const operationStates = ['running', 'succeeded', 'failed', 'cancelled', 'interrupted'] as const;

/** Progress of one step. Times are epoch milliseconds. */
export const StepProgress = Type.Composite([
  StepView,
  Type.Object({
    state: Words(stepStates),
    startedAt: Type.Optional(Type.Number()),
    endedAt: Type.Optional(Type.Number()),
    /** What it does right now: `Downloading 12.4 of 30.1 MiB`. */
    activity: Type.Optional(Type.String()),
    /** 0 to 1 where it is known. */
    fraction: Type.Optional(Type.Number()),
    /** Last lines of what the step printed, redacted; at most 200. */
    log: Type.Array(Type.String()),
    problem: Type.Optional(ProblemView),
  }),
]);
export type StepProgress = Static<typeof StepProgress>;

/** A plan being applied, or applied. `interrupted`: the control plane ended while it ran; retry resumes it. */
export const OperationView = Type.Object({
  id: Type.String(),
  change: StackChange,
  title: Type.String(),
  actor: Type.String(),
  state: Words(operationStates),
  startedAt: Type.Number(),
  endedAt: Type.Optional(Type.Number()),
  steps: Type.Array(StepProgress),
  problem: Type.Optional(ProblemView),
  /** Id of the step that failed. */
  failedStep: Type.Optional(Type.String()),
});
export type OperationView = Static<typeof OperationView>;
