import type { OperationView, ShowrunnerEvent, StackBrake, UnitStatus, UpdateView } from '@showrunner/contracts';
import { aNotice, type Notice } from '../notice.ts';
import { createUnitWatch } from './watch-units.ts';
import { createUpdateWatch } from './watch-updates.ts';

/** What is so when the watch begins; none of it is news. */
export interface WatchStart {
  readonly units: readonly UnitStatus[];
  readonly updates: readonly UpdateView[];
  readonly operations: readonly OperationView[];
  readonly brake: StackBrake | undefined;
}

export interface EventWatch {
  /** What people want to be told of an event. */
  next(event: ShowrunnerEvent): readonly Notice[];
}

const brakedType = 'stack.braked';
/** Ended operations are shown again for as long as the journal is; so many are remembered. */
const rememberedOperations = 500;

/**
 * From the event stream to notices: one for each fault, none for what another one already tells.
 * @param isStarting whether the stack is still being brought up: how that ended is told as a whole
 */
export function createEventWatch(start: WatchStart, isStarting: () => boolean): EventWatch {
  const updating = new Map<string, string>();
  const ended = new Set(start.operations.filter(({ state }) => state !== 'running').map(({ id }) => id));
  let braked: ReadonlySet<string> | undefined = start.brake && namesOf(start.brake);
  const units = createUnitWatch({
    isSilent: (name) => isStarting() || [...updating.values()].includes(name) || braked?.has(name) === true,
  });
  const updates = createUpdateWatch(start.updates);
  start.units.forEach((status) => units.next(status));

  const noteOperation = (operation: OperationView): readonly Notice[] => {
    const { id, state, change } = operation;
    if (change.kind === 'update' && state === 'running') updating.set(id, change.processName);
    if (state === 'running') {
      // A retry runs under the same id.
      ended.delete(id);
      return [];
    }
    updating.delete(id);
    if (ended.has(id)) return [];
    ended.add(id);
    if (ended.size > rememberedOperations) ended.delete(ended.values().next().value ?? '');
    if (state !== 'failed' || change.kind === 'update' || isStarting()) return [];
    const culprit = operation.steps.find((step) => step.id === operation.failedStep)?.processName ?? undefined;
    return culprit !== undefined && units.isTold(culprit) ? [] : [operationFailed(operation, culprit)];
  };

  return {
    next(event) {
      switch (event.type) {
        case 'unit.changed':
          return units.next(event.unit);
        case 'unit.removed':
          units.forget(event.unitId);
          return [];
        case 'operation.changed':
          return noteOperation(event.operation);
        case 'update.changed':
          return updates(event.update);
        case 'stack.braked': {
          const isNews = braked === undefined;
          braked = namesOf(event.brake);
          return isNews ? [brakeOn(event.brake)] : [];
        }
        case 'stack.released': {
          const isNews = braked !== undefined;
          braked = undefined;
          return isNews ? [brakeOff] : [];
        }
        default:
          return [];
      }
    },
  };
}

function namesOf({ cause, failed, held }: StackBrake): ReadonlySet<string> {
  return new Set([...(cause === undefined ? [] : [cause]), ...failed, ...held]);
}

function brakeOn({ message, evidence, failed, cause }: StackBrake): Notice {
  return aNotice({
    eventType: brakedType,
    severity: 'critical',
    title: cause === undefined ? 'Many services failed at once' : `${cause} is down, and others with it`,
    body: [message, evidence, `Affected: ${failed.join(', ')}.`].filter((text) => text !== undefined).join('\n'),
    metadata: { failed: [...failed], ...(cause === undefined ? {} : { cause }) },
  });
}

const brakeOff = aNotice({
  eventType: 'recovery',
  severity: 'success',
  title: 'The services that failed together are back',
  body: 'Nothing is held back any more.',
  recovers: [brakedType],
  metadata: { recovered_event_type: brakedType },
});

function operationFailed({ id, title, problem, actor }: OperationView, processName: string | undefined): Notice {
  return aNotice({
    eventType: 'operation.failed',
    severity: 'warning',
    title: `${title}: failed`,
    body: [problem?.message ?? 'It did not say why.', problem?.hint, `Asked for by ${actor}.`]
      .filter((text) => text !== undefined && text !== '')
      .join('\n'),
    serviceName: processName ?? null,
    condition: id,
    metadata: { operation_id: id },
  });
}
