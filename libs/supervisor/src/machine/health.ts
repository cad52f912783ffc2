import { Problem } from '@showrunner/contracts';
import { enter, outcome, type Tools, type Transition, type UnitOutcome } from './cell.ts';
import type { UnitEffect } from './effects.ts';
import type { InputOf } from './inputs.ts';
import type { UnitMemory } from './memory.ts';
import { isProbed, isReadinessApart, settleMs } from './probe-roles.ts';
import { beginStop } from './stopping.ts';

/** While it starts, a bad answer means "not yet"; its time limit is the startup timer. */
export const judgeStarting: Transition<InputOf<'verdict'>> = (before, input, tools) => {
  const { health, sentence } = input;
  const memory = noteMounts(before, input);
  if (health !== 'healthy' && health !== 'degraded')
    return outcome({ ...memory, health: 'starting', reason: sentence });
  return isReadinessApart(tools.spec)
    ? serve(memory, 'starting', 'Has come up; it is asked whether it may serve.', tools)
    : serve(memory, health, sentence, tools);
};

export const judgeRunning: Transition<InputOf<'verdict'>> = (before, input, tools) => {
  const memory = noteMounts(before, input);
  switch (input.of) {
    case 'startup':
      return outcome(memory); // of a question that was on its way when the start was over
    case 'readiness':
      return judgeReadiness(memory, input, tools);
    case 'liveness':
      return judgeLiveness(memory, input, tools);
  }
};

const judgeReadiness: Transition<InputOf<'verdict'>> = (memory, input, tools) => {
  const unhealthyCount = input.health === 'unhealthy' ? memory.unhealthyCount + 1 : 0;
  const judged = { ...memory, health: input.health, reason: input.sentence, unhealthyCount };
  const { unhealthyThreshold } = tools.spec.restart;
  if (unhealthyThreshold === 0 || unhealthyCount < unhealthyThreshold) return outcome(judged);
  const message = `${tools.spec.processName} was unhealthy ${unhealthyCount} times in a row. ${input.sentence}`;
  return endForHealth(judged, message, tools);
};

/** Its thresholds were counted where it was asked, so a bad answer is the last word. */
const judgeLiveness: Transition<InputOf<'verdict'>> = (memory, input, tools) => {
  const { health, sentence } = input;
  if (health === 'unhealthy') return endForHealth(memory, `${tools.spec.processName} is stuck. ${sentence}`, tools);
  if (tools.spec.probes.readiness.length > 0) return outcome(memory);
  return outcome({ ...memory, health, reason: sentence });
};

export const startupOver: Transition<InputOf<'startup-due'>> = (memory, _input, tools) => {
  if (memory.process === undefined) return outcome(memory);
  const { spec } = tools;
  if (!isProbed(spec)) return outcome(running(memory, 'healthy', 'Runs.', tools));
  const seconds = Math.round(spec.startupMs / 1000);
  const message = `${spec.processName} did not become healthy within ${seconds} s. ${memory.reason}`;
  const counts = spec.restart.unhealthyThreshold > 0 || spec.probes.startup.length > 0;
  const isEnded = counts && memory.guard === undefined;
  return isEnded ? endForHealth(memory, message, tools) : serve(memory, 'unhealthy', message, tools);
};

/** Its probes are others now: what is asked begins anew, and a start goes on with the time that it has had. */
export const askAnew: Transition<InputOf<'probes-changed'>> = (memory, _input, tools) => {
  const { spec, monotonicMs } = tools;
  if (memory.process === undefined) return outcome(memory);
  const ask = (whether: 'started' | 'serves'): UnitEffect =>
    isProbed(spec) ? { kind: 'probe', whether } : { kind: 'stop-probing' };
  if (memory.state === 'starting') {
    const limitMs = isProbed(spec) ? spec.startupMs : settleMs;
    const ms = Math.max(0, limitMs - (monotonicMs - (memory.startedMs ?? monotonicMs)));
    return outcome(memory, ask('started'), { kind: 'set-timer', timer: 'startup', ms });
  }
  const unasked: Partial<UnitMemory> = isProbed(spec) ? {} : { health: 'healthy', reason: 'Runs.' };
  return outcome({ ...memory, unhealthyCount: 0, ...unasked }, ask('serves'));
};

function noteMounts(memory: UnitMemory, { mounts }: InputOf<'verdict'>): UnitMemory {
  return mounts === undefined ? memory : { ...memory, ownMounts: mounts };
}

/** It has come up, or its time for that is over: from now on it is asked the other questions. */
function serve(memory: UnitMemory, health: UnitMemory['health'], reason: string, tools: Tools): UnitOutcome {
  return outcome(
    running(memory, health, reason, tools),
    { kind: 'cancel-timer', timer: 'startup' },
    { kind: 'probe', whether: 'serves' },
  );
}

function running(memory: UnitMemory, health: UnitMemory['health'], reason: string, tools: Tools): UnitMemory {
  return enter(memory, 'running', reason, tools, {
    health,
    passedStartup: true,
    servesSinceMs: tools.monotonicMs,
    unhealthyCount: 0,
    problem: undefined,
  });
}

/** Under guard bad health ends nothing: it comes from what is away. */
function endForHealth(memory: UnitMemory, message: string, tools: Tools): UnitOutcome {
  if (memory.guard !== undefined) return outcome({ ...memory, health: 'unhealthy', reason: message });
  const problem = new Problem('unit.unhealthy', message);
  const changes = { problem, health: 'unhealthy' } as const;
  return beginStop(memory, { afterStop: 'policy', requester: { by: 'policy' }, reason: message, changes }, tools);
}
