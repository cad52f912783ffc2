import { Problem, toProblem } from '@showrunner/contracts';
import type { Clock } from '@showrunner/platform';
import { isLive, type UnitMemory } from '../machine/memory.ts';
import type { UnitActor } from '../unit/unit-actor.ts';

/** Whether what a caller waits for is there: yes, not yet, or never (then why). */
export type Check = (memory: UnitMemory) => boolean | Problem;

/** Resolves when the check says yes, rejects when it says never, or with the signal's reason. */
export function awaitState(actor: UnitActor, check: Check, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      forget();
      signal?.removeEventListener('abort', stop);
      settle();
    };
    const look = (memory: UnitMemory) => {
      const answer = check(memory);
      if (answer === true) end(resolve);
      else if (answer !== false) end(() => reject(answer));
    };
    const stop = () => end(() => reject(toProblem(signal?.reason)));
    const forget = actor.onChange((_before, after) => look(after));
    if (signal?.aborted === true) return stop();
    signal?.addEventListener('abort', stop, { once: true });
    look(actor.memory);
  });
}

/** As `awaitState`, but `late` says why when the time is over. */
export async function awaitStateWithin(
  actor: UnitActor,
  check: Check,
  limit: { readonly clock: Clock; readonly ms: number; late(): Problem },
  signal?: AbortSignal,
): Promise<void> {
  const timeout = new AbortController();
  const cancel = limit.clock.after(limit.ms, () => timeout.abort(limit.late()));
  const signals = signal === undefined ? [timeout.signal] : [timeout.signal, signal];
  try {
    await awaitState(actor, check, AbortSignal.any(signals));
  } finally {
    cancel();
  }
}

/** Nothing of it lives. */
export const isDown: Check = (memory) => {
  if (memory.state === 'stuck') return memory.problem ?? new Problem('unit.stuck', memory.reason);
  return !isLive(memory) && memory.state !== 'stopping';
};

/** A process that was spawned after run `since` is there, or has been and ended as it should. */
export function isStarted(name: string, since: number): Check {
  return (memory) => {
    const { state, run } = memory;
    if (state === 'failed' || state === 'stuck') return failureOf(name, memory);
    if (state === 'stopped') return new Problem('operation.cancelled', `${name} was stopped before it had started.`);
    if (run <= since) return false;
    return state === 'exited' || (memory.process !== undefined && (state === 'starting' || state === 'running'));
  };
}

/** It runs and its probes are content. */
export function isHealthy(name: string): Check {
  return (memory) => {
    const { state, health } = memory;
    if (state === 'running') return health === 'healthy' || health === 'degraded';
    if (state === 'failed' || state === 'stuck' || state === 'exited') return failureOf(name, memory);
    if (state === 'stopped') return new Problem('unit.start-failed', `${name} is not running. ${memory.reason}`);
    return false;
  };
}

/** Why a unit is not what somebody waits for, with its last words. */
export function failureOf(name: string, memory: UnitMemory): Problem {
  const { problem, lastExit } = memory;
  const words = lastExit?.lastWords ?? [];
  const message = problem?.message ?? `${name}: ${lastExit?.message ?? memory.reason}`;
  const told = words.length === 0 ? message : `${message} Its last words: ${words.slice(-3).join(' · ')}`;
  return new Problem(problem?.code ?? 'unit.start-failed', told, {
    cause: problem,
    details: { lastWords: [...words] },
  });
}
