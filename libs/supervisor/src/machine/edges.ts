import { outcome, type Tools, type Transition, type UnitOutcome } from './cell.ts';
import type { InputOf } from './inputs.ts';
import type { UnitMemory } from './memory.ts';
import { beginStop } from './stopping.ts';

/** The news may be older than the process that it is for; the run tells. */
export const restartForEdge: Transition<InputOf<'edge-restart'>> = (memory, input, tools) =>
  memory.providerRuns[input.provider] === input.run ? outcome(memory) : stopForEdge(memory, input.sentence, tools);

export const pauseForEdge: Transition<InputOf<'edge-pause'>> = (memory, input, tools) =>
  stopForEdge(memory, input.sentence, tools);

/** It comes back as soon as its gates allow. */
function stopForEdge(memory: UnitMemory, reason: string, tools: Tools): UnitOutcome {
  const changes = { byPolicy: true };
  return beginStop(memory, { afterStop: 'start', requester: { by: 'edge' }, reason, changes }, tools);
}

/** Keeps the time of the first loss; what is lost again ends the calm. */
export const guard: Transition<InputOf<'edge-guard'>> = (memory, input, tools) => {
  const since = memory.guard?.since ?? tools.now;
  const guarded = { ...memory, guard: { since, reason: input.sentence, calmSince: undefined } };
  return outcome(guarded, { kind: 'cancel-timer', timer: 'guard' });
};

export const calm: Transition<InputOf<'edge-calm'>> = (memory, input, tools) => {
  if (memory.guard === undefined || memory.guard.calmSince !== undefined) return outcome(memory);
  const calmed = { ...memory, guard: { ...memory.guard, calmSince: tools.now } };
  return outcome(calmed, { kind: 'set-timer', timer: 'guard', ms: input.stableMs });
};

/** What its probes said while it was guarded counts no longer. */
export const liftGuard: Transition<InputOf<'guard-due'>> = (memory) =>
  outcome({ ...memory, guard: undefined, unhealthyCount: 0 });

export const noteRuns: Transition<InputOf<'edge-runs'>> = (memory, input) =>
  outcome({ ...memory, providerRuns: { ...memory.providerRuns, ...input.runs } });
