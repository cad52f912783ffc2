import type { OperationView, UpdateRecord } from '@showrunner/contracts';

/** What an update was about, as far as it is known while it begins. */
export interface Attempt {
  readonly processName: string;
  readonly from: string | undefined;
  /** The version that was asked for, or that the last look has found. */
  readonly to: string | undefined;
  readonly notesUrl: string | undefined;
}

/**
 * How an update ended, told from its operation.
 * @param installed what the source calls the version that is there now
 */
export function outcomeOf(operation: OperationView, attempt: Attempt, installed: string | undefined): UpdateRecord {
  const at = operation.endedAt ?? operation.startedAt;
  const succeeded = operation.state === 'succeeded';
  const to = succeeded ? installed : attempt.to;
  return {
    processName: attempt.processName,
    from: attempt.from ?? null,
    to: to ?? null,
    ...judge(operation, attempt.from ?? 'the version before', to ?? 'The new version'),
    at,
    tookMs: at - operation.startedAt,
    downtimeMs: downtimeOf(operation, at),
    operationId: operation.id,
    notesUrl: attempt.notesUrl ?? null,
  };
}

function judge(operation: OperationView, from: string, to: string): Pick<UpdateRecord, 'outcome' | 'message'> {
  if (operation.state === 'succeeded') return { outcome: 'updated', message: `Updated from ${from} to ${to}.` };
  const why = (operation.problem?.message ?? 'it was interrupted').replace(/\.$/, '');
  const { steps } = operation;
  const install = steps.find(({ kind }) => kind === 'install');
  // It was proven; only what it is connected with does not know it yet.
  const failedAt = steps.find(({ id }) => id === operation.failedStep)?.kind;
  if (install?.state === 'done' && (failedAt === 'connect' || failedAt === 'disconnect')) {
    return { outcome: 'updated', message: `Updated from ${from} to ${to}, but ${why}.` };
  }
  const stuck = steps.find(
    ({ state, problem, id }) => problem !== undefined && state !== 'undone' && id !== operation.failedStep,
  );
  if (stuck?.problem !== undefined) {
    const message = `${to} did not work: ${why}. It could not be taken back completely: ${stuck.problem.message}`;
    return { outcome: 'failed', message };
  }
  if (install?.state === 'undone') {
    const again = steps.some(({ kind }) => kind === 'stop-unit')
      ? `${from} runs again`
      : `${from} is back in its place`;
    const what = operation.state === 'interrupted' ? 'was not proven' : 'did not work';
    return { outcome: 'rolled-back', message: `${to} ${what}: ${why}. ${again}.` };
  }
  return { outcome: 'failed', message: `${to} was not installed: ${why}. ${from} stays.` };
}

function downtimeOf({ steps }: OperationView, endedAt: number): number | null {
  const stops = steps.flatMap(({ kind, startedAt }) =>
    kind === 'stop-unit' && startedAt !== undefined ? [startedAt] : [],
  );
  if (stops.length === 0) return null;
  const healthy = steps.find(({ kind, state }) => kind === 'await-healthy' && state === 'done');
  return (healthy?.endedAt ?? endedAt) - Math.min(...stops);
}
