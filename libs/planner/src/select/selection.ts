import type { Plan, VersionWish } from '../plan-model.ts';
import type { Draft } from './draft.ts';

/** What a change came to: a document, what is to run, and what was refused. */
export interface Selection {
  readonly draft: Draft;
  readonly selected: Plan['selected'];
  readonly refused: Plan['refused'];
  /** Names of processes that are to be started anew although nothing of them changed. */
  readonly restarts: ReadonlySet<string>;
  /** Pointers and field names of ports that the change itself set, for refusing what contradicts itself. */
  readonly justSet: ReadonlySet<string>;
  /** Names of processes whose program is to be installed anew, and in which version; without one, as it is configured. */
  readonly updates: ReadonlyMap<string, VersionWish | undefined>;
}

/** A selection that chose nothing by name. */
export function plainSelection(draft: Draft): Selection {
  return { draft, selected: [], refused: [], restarts: new Set(), justSet: new Set(), updates: new Map() };
}
