import type { UnitFact } from '../facts.ts';

const upStates = new Set(['waiting', 'starting', 'running']);

/** Whether its program runs, or is just being started. */
export function isUp(fact: UnitFact): boolean {
  return upStates.has(fact.state);
}
