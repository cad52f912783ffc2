import type { Catalog } from '@showrunner/catalog';
import {
  type OperationId,
  type OperationView,
  Problem,
  type Requester,
  type ShowrunnerEvent,
  type StackChange,
  toOperationId,
  toProblem,
} from '@showrunner/contracts';
import type { HostFacts, Plan, Step } from '@showrunner/planner';
import { planChange } from '@showrunner/planner';
import { applySteps } from './apply.ts';
import { maskChange, requesterOf, titleOf } from './change-view.ts';
import { createClaims } from './claims.ts';
import { conclude, isUndoneWhole } from './conclude.ts';
import { createMutex } from './mutex.ts';
import { createOperationRecord, type OperationRecord, reopenOperationRecord } from './operation-record.ts';
import type { StepTools } from './performer.ts';
import type { DocumentSnapshot } from './store/document-store.ts';
import type { OperationTable } from './store/operation.table.ts';
import { openTrial } from './trial/open-trial.ts';

/** The one road by which the stack changes: plan → journal → apply → prove, or undo. */
export interface Operations {
  /** What a change would do. Nothing happens. @throws Problem as the planner */
  preview(change: StackChange): Promise<Plan>;
  /**
   * Plans and starts a change; resolves once it is journalled, its document saved and its steps running.
   * @throws Problem `operation.busy` where another operation works on the same processes, and as the planner
   */
  run(change: StackChange, actor: string): Promise<OperationView>;
  /** Resolves when the operation has ended, however. @throws Problem `operation.unknown` */
  whenDone(id: OperationId, signal?: AbortSignal): Promise<OperationView>;
  list(limit?: number): readonly OperationView[];
  get(id: string): OperationView | undefined;
  /** Asks a running operation to stop at the next possible moment; resolves when it has ended. */
  cancel(id: string): Promise<OperationView>;
  /** Goes on with an operation that did not succeed; what is done stays done. */
  retry(id: string, actor: string): Promise<OperationView>;
  /** Cancels what runs without undoing it; the next control plane finds it `interrupted`. */
  close(): Promise<void>;
}

export interface OperationsOptions {
  readonly catalog: Catalog;
  readonly tools: Omit<StepTools, 'requester' | 'staged' | 'trial'>;
  readonly table: OperationTable;
  readonly document: () => DocumentSnapshot;
  readonly survey: () => Promise<HostFacts>;
  readonly redact: (line: string) => string;
  readonly publish: (event: ShowrunnerEvent) => void;
}

interface Running {
  readonly record: OperationRecord;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** Opens the operations; those of a former control plane have been settled. */
export function openOperations(options: OperationsOptions): Operations {
  const { catalog, tools, table } = options;
  const { clock, ids, logger } = tools.platform;
  const running = new Map<string, Running>();
  /** The change as it was asked for, secrets included: in memory only. */
  const asked = new Map<string, StackChange>();
  const claims = createClaims();
  const planning = createMutex();
  let closing = false;

  const planNow = async (change: StackChange): Promise<Plan> => {
    const facts = await options.survey();
    const { stored, effective, revision } = options.document();
    if (change.kind === 'edit' && change.basedOn !== undefined && change.basedOn !== revision) {
      throw new Problem('document.conflict', 'Somebody saved the stack document after you had loaded it.');
    }
    return planChange(change, { stored, effective, catalog, facts });
  };

  const recordOptions = {
    clock,
    redact: options.redact,
    publish: options.publish,
    save: (view: OperationView) => table.save(view),
  };

  /** Under the planning mutex: claim, save the document, then let the rest run. */
  const launch = async (plan: Plan, open: () => OperationRecord, requester: Requester): Promise<OperationView> => {
    const names = new Set(plan.steps.map((step) => step.processName).filter((name) => name !== null));
    const release = claims.take(names);
    let record: OperationRecord;
    try {
      record = open();
    } catch (error) {
      release();
      throw error;
    }
    const abort = new AbortController();
    const undoAll = isUndoneWhole(record.view().change);
    const trial = openTrial(record.view(), plan, options.tools.applied, options.document().revision);
    const tools: StepTools = { ...options.tools, requester, staged: new Map(), ...(trial && { trial }) };
    tools.applied.recordRequestedPorts(plan);
    const isFirst = (step: Step) => step.kind === 'save-document' || step.kind === 'backup-document';
    const context = { tools, record, clock, stopAtFailure: undoAll, signal: abort.signal };
    const first = await applySteps(plan.steps.filter(isFirst), context);
    // Nothing is touched on the way to a document that could not be saved.
    if (first.failure !== undefined) abort.abort(first.failure.problem);
    const rest = plan.steps.filter((step) => !isFirst(step));
    const ended = applySteps(rest, context)
      .then((rest) => {
        const result = { ...rest, ...first, done: [...first.done, ...rest.done] };
        return conclude({ record, tools, result, signal: abort.signal, isClosing: () => closing });
      })
      .catch((error: unknown) => {
        const problem = toProblem(error);
        logger.error('operation.failed', { operation: record.id, message: problem.message });
        record.finish('failed', { problem });
      })
      .finally(() => {
        release();
        running.delete(record.id);
      });
    running.set(record.id, { record, abort, ended });
    return record.view();
  };

  /** The last number of copies that was asked for counts: a scale that is under way to another number ends first. */
  const supersede = async (change: StackChange): Promise<void> => {
    if (change.kind !== 'scale') return;
    for (const { record, abort, ended } of [...running.values()]) {
      const other = record.view().change;
      if (other.kind !== 'scale' || other.processName !== change.processName) continue;
      abort.abort(new Problem('operation.cancelled', `It was overtaken: ${change.replicas} copies were asked for.`));
      await ended;
    }
  };

  const whenDone = async (id: OperationId, signal?: AbortSignal): Promise<OperationView> => {
    const entry = running.get(id);
    if (entry !== undefined) await untilAborted(entry.ended, signal);
    const view = entry?.record.view() ?? table.get(id);
    if (view === undefined) throw new Problem('operation.unknown', `There is no operation ${id}.`);
    return view;
  };

  return {
    preview: planNow,
    run: (change, actor) =>
      planning(async () => {
        await supersede(change);
        const plan = await planNow(change);
        const id = ids.next('op');
        asked.set(id, change);
        const view = { id, change: maskChange(change, catalog), title: titleOf(change, catalog), actor, plan };
        return launch(
          plan,
          () => createOperationRecord({ ...recordOptions, ...view }),
          requesterOf(change, actor, catalog),
        );
      }),
    whenDone,
    list: (limit = 50) => table.list(limit).map((view) => running.get(view.id)?.record.view() ?? view),
    get: (id) => running.get(id)?.record.view() ?? table.get(id),
    async cancel(id) {
      running.get(id)?.abort.abort(new Problem('operation.cancelled', 'It was cancelled by request.'));
      return whenDone(toOperationId(id));
    },
    retry: (id, actor) =>
      planning(async () => {
        const before = table.get(id);
        if (before === undefined) throw new Problem('operation.unknown', `There is no operation ${id}.`);
        if (running.has(id)) throw new Problem('operation.busy', 'The operation is still running.');
        const change = changeForRetry(before, asked.get(id));
        const plan = await planNow(change);
        const reopen = () => {
          const record = reopenOperationRecord(before, recordOptions);
          record.replan(plan);
          return record;
        };
        return launch(plan, reopen, requesterOf(change, actor, catalog));
      }),
    async close() {
      closing = true;
      const entries = [...running.values()];
      for (const { abort } of entries)
        abort.abort(new Problem('operation.cancelled', 'The control plane is stopping.'));
      await Promise.all(entries.map(({ ended }) => ended));
    },
  };
}

/**
 * What to plan when an operation is tried again. A composition has already saved its document, so what is left is to
 * start its processes. Where only connections are missing, all else is done. Everything else is asked for again as it was.
 */
function changeForRetry(view: OperationView, asked: StackChange | undefined): StackChange {
  const failed = view.steps.filter(({ state }) => state === 'failed');
  if (failed.length > 0 && failed.every(({ kind }) => kind === 'connect' || kind === 'disconnect')) {
    const names = failed.map(({ processName }) => processName).filter((name) => name !== null);
    return { kind: 'start', processNames: [...new Set(names)] };
  }
  if (view.change.kind === 'compose' && view.steps.some((step) => step.kind !== 'save-document')) {
    const processNames = [...new Set(view.steps.map((step) => step.processName).filter((name) => name !== null))];
    const saved = view.steps.every((step) => step.kind !== 'save-document' || step.state === 'done');
    if (saved && processNames.length > 0) return { kind: 'start', processNames };
  }
  if (asked !== undefined) return asked;
  if (view.change.kind === 'compose' || view.change.kind === 'edit') {
    throw new Problem('request.invalid', 'Ask for this change again: its secrets were not kept over the restart.');
  }
  return view.change;
}

/** Waits for work that goes on even when nobody waits any more. */
async function untilAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return work;
  await new Promise<void>((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error); // reasons are problems here
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
