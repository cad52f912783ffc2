import type { OperationView, SequencedEvent, StackBrake, StepProgress, UnitStatus } from '@showrunner/contracts';

/** What the event stream has told so far. */
export interface LiveState {
  readonly connection: 'connecting' | 'live' | 'lost';
  /** Since when nothing is heard; null while connected. Epoch milliseconds. */
  readonly lostAt: number | null;
  /** Place in the stream; null before the first snapshot. */
  readonly sequence: number | null;
  readonly units: ReadonlyMap<string, UnitStatus>;
  readonly operations: ReadonlyMap<string, OperationView>;
  readonly revision: string | null;
  /** While many services failed at once; null otherwise. */
  readonly brake: StackBrake | null;
  /** An event is missing: only a new snapshot makes the state true again. */
  readonly gap: boolean;
}

/** The first frame of the stream: everything as it is. */
export interface Snapshot {
  readonly sequence: number;
  readonly units: readonly UnitStatus[];
  readonly operations: readonly OperationView[];
  readonly revision: string;
  readonly brake?: StackBrake;
}

export const emptyLiveState: LiveState = {
  connection: 'connecting',
  lostAt: null,
  sequence: null,
  units: new Map(),
  operations: new Map(),
  revision: null,
  brake: null,
  gap: false,
};

/** Replaces everything by what the snapshot says; what it does not name is gone. */
export function applySnapshot(_state: LiveState, snapshot: Snapshot): LiveState {
  return {
    connection: 'live',
    lostAt: null,
    sequence: snapshot.sequence,
    units: new Map(snapshot.units.map((unit) => [unit.unitId, unit])),
    operations: new Map(snapshot.operations.map((operation) => [operation.id, operation])),
    revision: snapshot.revision,
    brake: snapshot.brake ?? null,
    gap: false,
  };
}

/** Follows one event. A repeated event changes nothing; a missing one is noticed. */
export function applyEvent(state: LiveState, event: SequencedEvent): LiveState {
  if (state.sequence === null || event.sequence <= state.sequence) return state;
  if (event.sequence > state.sequence + 1) return { ...state, gap: true };
  return { ...applyNews(state, event), sequence: event.sequence };
}

function applyNews(state: LiveState, event: SequencedEvent): LiveState {
  switch (event.type) {
    case 'unit.changed':
      return { ...state, units: new Map(state.units).set(event.unit.unitId, event.unit) };
    case 'unit.removed': {
      const units = new Map(state.units);
      units.delete(event.unitId);
      return { ...state, units };
    }
    case 'operation.changed':
      return putOperation(state, event.operation);
    case 'step.changed':
      return putStep(state, event.operationId, event.step);
    case 'document.changed':
      return { ...state, revision: event.revision };
    case 'update.changed':
      return state;
    case 'stack.braked':
      return { ...state, brake: event.brake };
    case 'stack.released':
      return { ...state, brake: null };
  }
}

/** Puts an operation in place, as an answer or an event brought it. */
export function putOperation(state: LiveState, operation: OperationView): LiveState {
  return { ...state, operations: new Map(state.operations).set(operation.id, operation) };
}

function putStep(state: LiveState, operationId: string, step: StepProgress): LiveState {
  const operation = state.operations.get(operationId);
  if (!operation) return { ...state, gap: true };
  const steps = operation.steps.map((known) => (known.id === step.id ? step : known));
  return putOperation(state, { ...operation, steps });
}

/** Notes that the stream broke; what is known stays, with its age. */
export function markLost(state: LiveState, at: number): LiveState {
  return { ...state, connection: 'lost', lostAt: state.lostAt ?? at };
}
