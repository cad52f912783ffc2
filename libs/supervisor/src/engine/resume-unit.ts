import { specFingerprint } from '@showrunner/planner/fingerprints';
import type { Tools } from '../machine/cell.ts';
import type { UnitEffect } from '../machine/effects.ts';
import { newMemory, type UnitMemory } from '../machine/memory.ts';
import { isProbed, settleMs } from '../machine/probe-roles.ts';
import { tellStopped } from '../machine/exit/requester-words.ts';
import { forgetProcess, stopSignals } from '../machine/stopping.ts';
import type { SupervisorParts } from '../parts.ts';
import type { StoredUnit } from '../store/load-unit.ts';
import type { UnitStore } from '../store/unit-store.ts';

/** The present moment, for people and for durations. */
type Time = Pick<Tools, 'now' | 'monotonicMs'>;

/** How a unit goes on under this control plane. */
export interface Resumption {
  readonly memory: UnitMemory;
  readonly effects: readonly UnitEffect[];
}

/**
 * Decides how a unit goes on that a former control plane has left. What is recorded, or what the run record of an
 * unrecorded spawn names, is taken over; whether it still lives is then found out like that of any other process, so
 * an end meanwhile takes the ordinary road: exit report, policy, once.
 */
export async function resumeUnit(stored: StoredUnit, parts: SupervisorParts, store: UnitStore): Promise<Resumption> {
  const time: Time = { now: parts.clock.now(), monotonicMs: parts.clock.monotonic() };
  const { now } = time;
  const { unitId } = stored.spec;
  const saved = stored.saved?.memory ?? { ...newMemory(now), ...(await lostState(stored, store)) };
  const found = saved.process ?? (saved.spawning ? await recover(saved, parts, store, unitId) : undefined);
  if (found === undefined) return resumeWithout({ ...saved, spawning: false }, time);
  if (found.group.bootId !== store.bootId) return afterReboot(saved, now);
  // A spawn that was not recorded was tried with the spec that was saved with the intent.
  const intended = stored.saved?.runningSpec === undefined ? undefined : specFingerprint(stored.saved.runningSpec);
  const runningFingerprint = saved.runningFingerprint ?? intended;
  return resumeWith({ ...saved, process: found, spawning: false, adopted: true, runningFingerprint }, stored, time);
}

/** A damaged state file: its newest run record may still name a living program. Unless a wish is kept, that is wanted. */
async function lostState({ spec, wish }: StoredUnit, store: UnitStore): Promise<Partial<UnitMemory>> {
  const run = await store.newestRun(spec.unitId);
  if (run === 0) return wish ?? {};
  const { wanted, held } = wish ?? { wanted: true, held: false };
  return { run, spawning: true, wanted, held, state: wanted ? 'starting' : 'stopping' };
}

async function recover(
  saved: UnitMemory,
  parts: SupervisorParts,
  store: UnitStore,
  unitId: StoredUnit['spec']['unitId'],
) {
  return (await parts.processes.recover(store.exitFile(unitId, saved.run)))?.process;
}

function resumeWith(found: UnitMemory, stored: StoredUnit, time: Time): Resumption {
  const spec = stored.saved?.runningSpec ?? stored.spec;
  const { now, monotonicMs } = time;
  const { startedAt = now, startedMs = monotonicMs } = found;
  const memory: UnitMemory = { ...found, startedAt, startedMs };
  if (memory.state === 'stopping' || memory.state === 'stuck') {
    const stopping: UnitMemory = { ...memory, state: 'stopping', since: now, killed: false };
    return {
      memory: { ...stopping, reason: 'Its stop goes on under this control plane.' },
      effects: [{ kind: 'watch' }, ...stopSignals({ spec, ...time, random: 0 })],
    };
  }
  const probed = isProbed(spec);
  const ask = (whether: 'started' | 'serves'): readonly UnitEffect[] => (probed ? [{ kind: 'probe', whether }] : []);
  const reason = 'Taken over from an earlier control plane.';
  if (memory.passedStartup) {
    const health = probed ? 'unknown' : 'healthy';
    return {
      memory: { ...memory, servesSinceMs: memory.servesSinceMs ?? monotonicMs, state: 'running', health, reason },
      effects: [{ kind: 'watch' }, ...ask('serves')],
    };
  }
  const startupMs = probed ? spec.startupMs : settleMs;
  const ms = Math.max(0, startupMs - (monotonicMs - startedMs));
  const effects: UnitEffect[] = [{ kind: 'watch' }, ...ask('started'), { kind: 'set-timer', timer: 'startup', ms }];
  return { memory: { ...memory, state: 'starting', health: 'starting', reason }, effects };
}

/** Nothing was spawned, or nothing is left of it. */
function resumeWithout(memory: UnitMemory, { now, monotonicMs }: Time): Resumption {
  switch (memory.state) {
    case 'backoff': {
      if (!memory.wanted) return toRest(memory, tellStopped(memory.stoppedFor), now);
      const ms = Math.max(0, (memory.restartDueMs ?? monotonicMs) - monotonicMs);
      return { memory: { ...memory, nextRestartAt: now + ms }, effects: [{ kind: 'set-timer', timer: 'backoff', ms }] };
    }
    case 'waiting':
    case 'starting':
    case 'running': // not wanted: by a wish that its state had no time to follow
      return memory.wanted ? toWaiting(memory, now) : toRest(memory, tellStopped(memory.stoppedFor), now);
    case 'stopping':
    case 'stuck':
      return memory.afterStop === 'rest' ? toRest(memory, tellStopped(memory.stoppedFor), now) : toWaiting(memory, now);
    case 'stopped':
    case 'exited':
    case 'failed':
      return { memory, effects: [] };
  }
}

/** Another boot: nothing of before lives. What was wanted is started by `startWanted`, as after any start of the machine. */
function afterReboot(memory: UnitMemory, now: number): Resumption {
  const lastExit = { at: now, cause: 'unknown', message: 'Ended with the machine.', lastWords: [] } as const;
  const ended = { ...memory, lastExit: { ...lastExit, lastWords: [] }, spawning: false };
  return toRest(ended, 'The machine was started again.', now);
}

function toRest(memory: UnitMemory, reason: string, now: number): Resumption {
  return {
    memory: { ...forgetProcess(memory), state: 'stopped', since: now, reason, problem: undefined },
    effects: [],
  };
}

function toWaiting(memory: UnitMemory, now: number): Resumption {
  const reason = 'Looks whether it may start.';
  const waiting: UnitMemory = { ...forgetProcess(memory), state: 'waiting', since: now, reason, afterStop: 'rest' };
  return { memory: waiting, effects: [{ kind: 'open-gates' }] };
}
