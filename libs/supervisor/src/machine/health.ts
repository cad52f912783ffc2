import { Problem } from '@showrunner/contracts';
import { enter, outcome, type Tools, type Transition } from './cell.ts';
import type { InputOf } from './inputs.ts';
import type { UnitMemory } from './memory.ts';
import { beginStop } from './stopping.ts';

/** While it starts, a bad answer means "not yet"; its time limit is the startup timer. */
export const judgeStarting: Transition<InputOf<'verdict'>> = (memory, input, tools) => {
  if (input.health === 'healthy' || input.health === 'degraded') {
    return outcome(running(memory, input.health, input.sentence, tools), { kind: 'cancel-timer', timer: 'startup' });
  }
  return outcome({ ...memory, health: 'starting', reason: input.sentence });
};

export const judgeRunning: Transition<InputOf<'verdict'>> = (memory, input, tools) => {
  const unhealthyCount = input.health === 'unhealthy' ? memory.unhealthyCount + 1 : 0;
  const judged = { ...memory, health: input.health, reason: input.sentence, unhealthyCount };
  const { unhealthyThreshold } = tools.spec.restart;
  if (unhealthyThreshold === 0 || unhealthyCount < unhealthyThreshold) return outcome(judged);
  const message = `${tools.spec.processName} was unhealthy ${unhealthyCount} times in a row. ${input.sentence}`;
  return endForHealth(judged, message, tools);
};

export const startupOver: Transition<InputOf<'startup-due'>> = (memory, _input, tools) => {
  if (memory.process === undefined) return outcome(memory);
  const { spec } = tools;
  if (spec.probes.length === 0) return outcome(running(memory, 'healthy', 'Runs.', tools));
  const seconds = Math.round(spec.startupMs / 1000);
  const message = `${spec.processName} did not become healthy within ${seconds} s. ${memory.reason}`;
  if (spec.restart.unhealthyThreshold === 0) return outcome(running(memory, 'unhealthy', message, tools));
  return endForHealth(memory, message, tools);
};

function running(memory: UnitMemory, health: UnitMemory['health'], reason: string, tools: Tools): UnitMemory {
  return enter(memory, 'running', reason, tools, {
    health,
    passedStartup: true,
    unhealthyCount: 0,
    problem: undefined,
  });
}

function endForHealth(memory: UnitMemory, message: string, tools: Tools) {
  const problem = new Problem('unit.unhealthy', message);
  const changes = { problem, health: 'unhealthy' } as const;
  return beginStop(memory, { afterStop: 'policy', requester: { by: 'policy' }, reason: message, changes }, tools);
}
