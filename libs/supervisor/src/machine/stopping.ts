import { Problem, type Requester } from '@showrunner/contracts';
import { enter, outcome, type Tools, type UnitOutcome } from './cell.ts';
import type { UnitEffect } from './effects.ts';
import type { AfterStop, UnitMemory } from './memory.ts';
import { decideRestart } from './restart-policy.ts';
import { tellStopped } from './exit/requester-words.ts';

/** How long a group may live on after KILL until it counts as stuck. */
export const stuckMs = 5_000;

/** Why and how a stop begins. */
export interface StopOrder {
  readonly afterStop: AfterStop;
  /** Who wants it. */
  readonly requester: Requester;
  readonly reason: string;
  /** Until KILL; the spec's where absent. */
  readonly graceMs?: number | undefined;
  readonly changes?: Partial<UnitMemory>;
}

/** Ends what lives. While a spawn is under way the signal waits for its result. */
export function beginStop(memory: UnitMemory, order: StopOrder, tools: Tools): UnitOutcome {
  const stopping = enter(memory, 'stopping', order.reason, tools, {
    afterStop: order.afterStop,
    stoppedFor: order.requester,
    killed: false,
    pendingExit: undefined,
    nextRestartAt: undefined,
    restartDueMs: undefined,
    ...order.changes,
  });
  const quiet: UnitEffect[] = [{ kind: 'stop-probing' }, { kind: 'cancel-timer', timer: 'startup' }];
  if (memory.process === undefined) return outcome(stopping, ...quiet);
  return outcome(stopping, ...quiet, ...stopSignals(tools, order.graceMs));
}

/** The signal, the wait for the group, and the time limit. */
export function stopSignals({ spec }: Tools, graceMs = spec.stop.graceMs): readonly UnitEffect[] {
  return [
    { kind: 'signal', signal: spec.stop.signal },
    { kind: 'await-empty' },
    { kind: 'set-timer', timer: 'kill', ms: graceMs },
  ];
}

/** Nothing of it lives any more: on to what was to come after. */
export function finishStop(memory: UnitMemory, tools: Tools): UnitOutcome {
  const gone = forgetProcess(memory);
  const timers: UnitEffect[] = [
    { kind: 'cancel-timer', timer: 'kill' },
    { kind: 'cancel-timer', timer: 'stuck' },
  ];
  const after = afterwards(gone, tools);
  return outcome(after.memory, ...timers, ...after.effects);
}

function afterwards(memory: UnitMemory, tools: Tools): UnitOutcome {
  if (memory.afterStop === 'policy') return applyPolicy(memory, tools);
  const clean = { ...memory, problem: undefined };
  if (memory.afterStop === 'start') return wait(clean, tools);
  return outcome(enter(clean, 'stopped', tellStopped(memory.stoppedFor), tools));
}

/** Begins to wait for whatever must be true before a start. */
export function wait(memory: UnitMemory, tools: Tools): UnitOutcome {
  const waiting = enter(memory, 'waiting', 'Looks whether it may start.', tools, {
    afterStop: 'rest',
    braked: false,
    nextRestartAt: undefined,
    restartDueMs: undefined,
  });
  return outcome(waiting, { kind: 'open-gates' });
}

/** What the restart policy says after an end that nobody wished for. */
export function applyPolicy(memory: UnitMemory, tools: Tools): UnitOutcome {
  const { spec, now, monotonicMs, random } = tools;
  const exit = memory.pendingExit ?? memory.lastExit;
  const servedMs = memory.servesSinceMs === undefined ? undefined : monotonicMs - memory.servesSinceMs;
  const ended = { exit, problem: memory.problem, restartsMs: memory.restartsMs, servedMs };
  const decision = decideRestart(spec.restart, ended, monotonicMs, random);
  const why = memory.problem?.message ?? exit?.message ?? 'It ended.';
  const done = { ...memory, pendingExit: undefined };
  if (decision.kind === 'exited') return outcome(enter(done, 'exited', 'Ended with success.', tools));
  if (decision.kind === 'failed') {
    const problem = decision.crashLoop
      ? new Problem(
          'unit.crash-loop',
          `${spec.processName} was restarted ${spec.restart.maxRestarts} times and ended again. ${why}`,
        )
      : (memory.problem ?? new Problem('unit.start-failed', `${spec.processName}: ${why}`));
    return outcome(enter(done, 'failed', problem.message, tools, { problem }));
  }
  const backoff = enter(done, 'backoff', `${why} It is started again.`, tools, {
    restartsMs: decision.restartsMs,
    restartDueMs: monotonicMs + decision.delayMs,
    nextRestartAt: now + decision.delayMs,
  });
  return outcome(backoff, { kind: 'set-timer', timer: 'backoff', ms: decision.delayMs });
}

/** The unit without a living process. */
export function forgetProcess(memory: UnitMemory): UnitMemory {
  return {
    ...memory,
    process: undefined,
    spawning: false,
    health: 'unknown',
    unhealthyCount: 0,
    adopted: false,
    runningFingerprint: undefined,
  };
}
