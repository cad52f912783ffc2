import {
  type OperationView,
  Problem,
  type StepProgress,
  toProblemView,
  toUnitId,
  type UnitId,
} from '@showrunner/contracts';
import type { Logger } from '@showrunner/platform';
import type { AppliedTable } from '../store/applied.table.ts';
import type { DocumentStore } from '../store/document-store.ts';
import type { OperationTable } from '../store/operation.table.ts';
import type { TrialRecord } from '../store/trial.table.ts';

/** What is left of the operations in whose middle a former control plane has ended. */
export interface Settled {
  /** As they are told now. */
  readonly operations: readonly InterruptedOperation[];
  /** Units that may still run what was taken back. */
  readonly units: readonly UnitId[];
}

export interface InterruptedOperation {
  readonly view: OperationView;
  /** What the sources call the versions before it, and by it, where it got so far. */
  readonly from?: string;
  readonly to?: string;
}

/** Finishes or takes back what an installation was in the middle of. */
export interface InstallRecovery {
  /**
   * @param isUnproven whether the new program at a root is to go although it stands whole
   * @returns the roots that are as they were before
   */
  recoverInstalls(isUnproven: (root: string) => boolean): Promise<readonly string[]>;
}

export interface SettleOptions {
  readonly table: OperationTable;
  readonly applied: AppliedTable;
  readonly installer: InstallRecovery;
  readonly document: Pick<DocumentStore, 'current' | 'restore'>;
  readonly logger: Logger;
  readonly now: number;
}

/**
 * Ends the operations that a former control plane has left running. One that was done but for its clean-up has succeeded.
 * One that was replacing programs and had not proven them is taken back: document, programs, and what is recorded of them;
 * what else it wrote is written anew by the next plan. May itself die anywhere and be repeated.
 *
 * Call it while nobody else can hold the stack, and before units are taken over: one that waits for its restart starts by
 * itself, and has to find a whole program.
 */
export async function settleInterrupted(options: SettleOptions): Promise<Settled> {
  const { table, applied, installer } = options;
  const trials = applied.trials.all();
  const left = table
    .list(500)
    .filter(({ id, state }) => state === 'running' || (state === 'interrupted' && trials.has(id)));
  const proven = new Set(left.filter(isDone).map(({ id }) => id));
  for (const id of proven) applied.trials.forget(id);
  const unproven = new Map([...trials].filter(([id]) => !proven.has(id)));
  const roots = new Set([...unproven.values()].flatMap(({ artifacts }) => artifacts.map(({ root }) => root)));
  await installer.recoverInstalls((root) => roots.has(root));
  const operations: InterruptedOperation[] = [];
  for (const view of left.filter((one) => !unproven.has(one.id))) {
    const ended: OperationView = {
      ...view,
      state: proven.has(view.id) ? 'succeeded' : 'interrupted',
      endedAt: options.now,
    };
    table.save(ended);
    operations.push({ view: ended });
  }
  const units: UnitId[] = [];
  for (const [id, trial] of unproven) {
    const before = table.get(id);
    const versions = versionsOf(trial, applied);
    const remark = await takeBack(trial, options);
    options.logger.warn('operation.taken-back', { operation: id, ...versions });
    if (before !== undefined) {
      const view = tellTakenBack(before, trial, remark, options.now);
      table.save(view);
      operations.push({ view, ...versions });
      units.push(...touchedUnits(before));
    }
    applied.trials.forget(id);
  }
  return { operations, units };
}

/** All of it was done and proven; connections keep nothing from being kept. */
function isDone({ steps }: OperationView): boolean {
  return steps.every(({ state, kind }) => state === 'done' || (kind === 'connect' && state === 'failed'));
}

function versionsOf({ artifacts }: TrialRecord, applied: AppliedTable): { from?: string; to?: string } {
  const [first] = artifacts;
  if (first === undefined) return {};
  const from = first.installed?.release;
  const now = applied.installedAt(first.root)?.release;
  return { ...(from === undefined ? {} : { from }), ...(now === undefined || now === from ? {} : { to: now }) };
}

/** Puts records and document back. Answers what a person has to know beside it. */
async function takeBack(
  { artifacts, document }: TrialRecord,
  { applied, document: store }: SettleOptions,
): Promise<string> {
  for (const { root, installed, applied: made } of artifacts) {
    if (installed === undefined) applied.forgetInstalled(root);
    else applied.recordInstalled(installed);
    if (made?.fingerprint !== undefined) applied.record(made.key, made.fingerprint);
    else if (made !== undefined) applied.forget(made.key);
  }
  if (document === undefined || store.current().revision === document.before) return '';
  const restored = store.current().revision === document.after && (await store.restore(document.before));
  return restored ? '' : ' The stack document was changed meanwhile and stays as it is.';
}

function tellTakenBack(before: OperationView, trial: TrialRecord, remark: string, now: number): OperationView {
  // One that has failed before says why; only its clean-up was left.
  if (before.state === 'failed' || before.state === 'cancelled') return before;
  const swapped = trial.artifacts.length > 0;
  const what = swapped
    ? 'before the new version had proven itself; the version before is back in its place'
    : 'before anything was replaced';
  const problem = new Problem('operation.interrupted', `Showrunner ended ${what}.${remark}`);
  return {
    ...before,
    state: 'interrupted',
    endedAt: before.endedAt ?? now,
    steps: before.steps.map(toUndone),
    problem: toProblemView(problem),
  };
}

function toUndone(step: StepProgress): StepProgress {
  const { kind, state } = step;
  if (state === 'done' || (state === 'running' && kind === 'install')) return { ...step, state: 'undone' };
  return state === 'running' ? { ...step, state: 'skipped' } : step;
}

/** Those that were stopped or started. */
function touchedUnits({ steps }: OperationView): readonly UnitId[] {
  const names = steps
    .filter(({ kind, state }) => (kind === 'stop-unit' || kind === 'start-unit') && state !== 'pending')
    .flatMap(({ processName }) => (processName === null ? [] : [toUnitId(processName)]));
  return [...new Set(names)];
}
