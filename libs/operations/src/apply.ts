import { type Problem, toProblem, toProblemView } from '@showrunner/contracts';
import type { Clock } from '@showrunner/platform';
import type { Step } from '@showrunner/planner';
import type { OperationRecord } from './operation-record.ts';
import type { Performer, StepOutcome, StepReporter, StepTools } from './performer.ts';
import { performers } from './performers.ts';

/** How many steps of one operation run at the same time. */
const concurrency = 4;

/** A step that was done, how it is taken back, and what had been applied in its place before. */
export interface DoneStep {
  readonly step: Step;
  readonly outcome: StepOutcome;
  readonly appliedBefore: string | undefined;
  /** It failed halfway, and said before how that is taken back. */
  readonly failed?: true;
}

export interface StepFailure {
  readonly step: string;
  readonly problem: Problem;
}

export interface ApplyResult {
  /** The first failure, if there was one. */
  readonly failure?: StepFailure;
  /** The first failure to connect two services, which keeps nothing else from being done or kept. */
  readonly unconnected?: StepFailure;
  /** Done steps in the order in which they ended, for undoing. */
  readonly done: readonly DoneStep[];
}

/**
 * Runs steps as soon as all that they come after are done. A failed step skips what depends on it; the other branches go
 * on, so that a person finds as much ready as possible.
 */
export async function applySteps(
  steps: readonly Step[],
  context: { tools: StepTools; record: OperationRecord; clock: Clock; stopAtFailure: boolean; signal: AbortSignal },
): Promise<ApplyResult> {
  const { record, clock, signal } = context;
  const planned = new Set(steps.map((step) => step.id));
  const doneIds = new Set<string>();
  const done: DoneStep[] = [];
  let failure: StepFailure | undefined;
  let unconnected: StepFailure | undefined;

  const run = async (step: Step): Promise<void> => {
    record.setStep(step.id, { state: 'running', startedAt: clock.now() });
    const { applied } = context.tools;
    const appliedBefore = step.applies === undefined ? undefined : applied.get(step.applies.key);
    let halfway: StepOutcome | undefined;
    const report: StepReporter = { ...record.reporter(step.id), undoable: (outcome) => void (halfway = outcome) };
    try {
      const outcome = await performStep(step, context.tools, report, signal);
      if (step.applies !== undefined) applied.record(step.applies.key, step.applies.fingerprint);
      doneIds.add(step.id);
      done.push({ step, outcome: { ...halfway, ...outcome }, appliedBefore });
      record.setStep(step.id, { state: 'done', endedAt: clock.now(), fraction: 1 });
    } catch (error) {
      const problem = toProblem(error);
      if (isConnection(step)) unconnected ??= { step: step.id, problem };
      else failure ??= { step: step.id, problem };
      if (halfway !== undefined) done.push({ step, outcome: halfway, appliedBefore, failed: true });
      record.setStep(step.id, { state: 'failed', endedAt: clock.now(), problem: toProblemView(problem) });
    }
  };

  const waiting = [...steps];
  const running = new Set<Promise<void>>();
  const isReady = (step: Step) => step.after.every((id) => doneIds.has(id) || !planned.has(id));
  for (;;) {
    const halted = signal.aborted || (failure !== undefined && context.stopAtFailure);
    while (!halted && running.size < concurrency) {
      const index = waiting.findIndex(isReady);
      const [next] = index < 0 ? [] : waiting.splice(index, 1);
      if (next === undefined) break;
      const task: Promise<void> = run(next).finally(() => running.delete(task));
      running.add(task);
    }
    if (running.size === 0) break;
    await Promise.race(running);
  }
  for (const step of waiting) record.setStep(step.id, { state: 'skipped' });
  return {
    done,
    ...(failure === undefined ? {} : { failure }),
    ...(unconnected === undefined ? {} : { unconnected }),
  };
}

function isConnection({ kind }: Step): boolean {
  return kind === 'connect' || kind === 'disconnect';
}

function performStep(step: Step, tools: StepTools, report: StepReporter, signal: AbortSignal): Promise<StepOutcome> {
  // The registry is keyed by kind, so the performer fits the step; the compiler cannot follow a correlated union.
  const perform = performers[step.kind] as Performer<Step['kind']>;
  return perform(step, tools, report, signal);
}

/**
 * Takes steps back, last first, and then brings up what ran before, everything at once: gates give the order. A step that
 * cannot be taken back is told and does not keep the others. Answers whether all were; that what ran before runs again is another matter.
 */
export async function undoSteps(
  done: ApplyResult['done'],
  context: { tools: StepTools; record: OperationRecord },
): Promise<boolean> {
  const { record, tools } = context;
  const attempt = async ({ step, failed }: DoneStep, work: () => Promise<void>, whole: boolean): Promise<boolean> => {
    try {
      await work();
      if (failed === undefined && whole) record.setStep(step.id, { state: 'undone' });
      return true;
    } catch (error) {
      const problem = toProblem(error);
      tools.platform.logger.error('operation.undo-failed', { step: step.id, message: problem.message });
      record.setStep(step.id, { problem: toProblemView(problem) });
      return false;
    }
  };
  let takenBack = true;
  const revivals: (() => Promise<boolean>)[] = [];
  for (const one of [...done].reverse()) {
    const { undo, revive } = one.outcome;
    if (revive !== undefined) revivals.push(() => attempt(one, revive, true));
    if (undo === undefined) continue;
    const takeBack = async () => {
      await undo();
      restoreApplied(one.step, one.appliedBefore, tools);
    };
    takenBack = (await attempt(one, takeBack, revive === undefined)) && takenBack;
  }
  await Promise.all(revivals.map((revive) => revive()));
  return takenBack;
}

function restoreApplied({ applies }: Step, before: string | undefined, { applied }: StepTools): void {
  if (applies === undefined) return;
  if (before === undefined) applied.forget(applies.key);
  else applied.record(applies.key, before);
}

/** Lets go of what was kept for an undo. */
export async function commitSteps(done: ApplyResult['done']): Promise<void> {
  for (const { outcome } of done) await outcome.commit?.();
}
