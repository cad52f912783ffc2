import type { UnitSpec } from '@showrunner/planner';
import type { Outcome, UnitEffect } from './effects.ts';
import type { InputKind, InputOf, UnitInput } from './inputs.ts';
import type { UnitMemory } from './memory.ts';

/** What a transition may look at beside the unit's own memory. */
export interface Tools {
  readonly spec: UnitSpec;
  /** The time of day, for what people are told. */
  readonly now: number;
  /** The clock that nobody can set, for durations. */
  readonly monotonicMs: number;
  /** Uniform in [0, 1), for jitter. */
  readonly random: number;
}

export type Transition<I extends UnitInput> = (memory: UnitMemory, input: I, tools: Tools) => UnitOutcome;
export type UnitOutcome = Outcome<UnitMemory>;
export type Cell<K extends InputKind> = Transition<InputOf<K>> | 'ignore';

/** Changed memory and what is to be done. */
export function outcome(memory: UnitMemory, ...effects: readonly UnitEffect[]): UnitOutcome {
  return { memory, effects };
}

/** Another state, with the sentence that says why. */
export function enter(
  memory: UnitMemory,
  state: UnitMemory['state'],
  reason: string,
  tools: Tools,
  changes: Partial<UnitMemory> = {},
): UnitMemory {
  const since = memory.state === state ? memory.since : tools.now;
  return { ...memory, ...changes, state, reason, since };
}
