import { type StackChange, toProblem, toUnitId } from '@showrunner/contracts';
import { type ApplyResult, commitSteps, undoSteps } from './apply.ts';
import type { OperationRecord } from './operation-record.ts';
import type { StepTools } from './performer.ts';

/** An operation whose steps have come to their end. */
interface Applied {
  readonly record: OperationRecord;
  readonly tools: StepTools;
  readonly result: ApplyResult;
  readonly signal: AbortSignal;
  /** The control plane is on its way out: what it cancels is gone on with by the next one. */
  isClosing(): boolean;
}

/** Makes what was achieved final, or takes it back, and says how the operation has ended. */
export async function conclude({ record, tools, result, signal, isClosing }: Applied): Promise<void> {
  const { done, failure, unconnected } = result;
  // It is also aborted by a document that could not be saved, which is a failure like any other.
  const cancelled = signal.aborted && toProblem(signal.reason).code === 'operation.cancelled';
  if (isClosing() && cancelled) return record.finish('interrupted');
  if (failure === undefined && !cancelled) {
    // From here on a death must not take it back any more.
    tools.trial?.end();
    await commitSteps(done);
    return unconnected === undefined ? record.finish('succeeded') : record.finish('failed', unconnected);
  }
  if (isUndoneWhole(record.view().change)) {
    // What could not be taken back now is tried again by the next control plane.
    if (await undoSteps(done, { tools, record })) tools.trial?.end();
  } else await commitSteps(done);
  if (isComposition(record)) await stopFailed(record, tools);
  if (cancelled) return record.finish('cancelled', { problem: toProblem(signal.reason) });
  return record.finish('failed', failure);
}

const whole: ReadonlySet<StackChange['kind']> = new Set(['edit', 'scale', 'update', 'pin', 'update-policy', 'reset']);

/** Edits of any form and updates hold whole or not at all; of everything else what was achieved stays. */
export function isUndoneWhole({ kind }: StackChange): boolean {
  return whole.has(kind);
}

function isComposition(record: OperationRecord): boolean {
  return record.view().change.kind === 'compose';
}

/** What was newly composed and did not come up is stopped, so that it does not crash in circles until it is mended. */
async function stopFailed(record: OperationRecord, { engine, requester }: StepTools): Promise<void> {
  const names = record
    .view()
    .steps.filter(({ kind, state }) => state === 'failed' && (kind === 'start-unit' || kind === 'await-healthy'))
    .flatMap(({ processName }) => (processName === null ? [] : [toUnitId(processName)]));
  for (const unitId of new Set(names)) {
    if (engine.specOf(unitId) !== undefined) await engine.stop(unitId, requester);
  }
}
