import { toProblemView, type UnitCondition, type UnitStatus } from '@showrunner/contracts';
import type { UnitSpec } from '@showrunner/planner';
import type { UnitMemory } from './memory.ts';

/** What people and plans may know of a unit. */
export function toStatus(spec: UnitSpec, memory: UnitMemory, limits: UnitStatus['limits']): UnitStatus {
  const { process, startedAt, nextRestartAt, lastExit, problem } = memory;
  const conditions = conditionsOf(memory);
  return {
    unitId: spec.unitId,
    processName: spec.processName,
    state: memory.state,
    since: memory.since,
    health: memory.health,
    reason: memory.reason,
    restartCount: memory.restartCount,
    adopted: memory.adopted,
    ...(process === undefined ? {} : { pid: process.identity.pid }),
    ...(process === undefined || startedAt === undefined ? {} : { startedAt }),
    ...(nextRestartAt === undefined ? {} : { nextRestartAt }),
    ...(lastExit === undefined ? {} : { lastExit }),
    ...(problem === undefined ? {} : { problem: toProblemView(problem) }),
    ...(conditions.length === 0 ? {} : { conditions }),
    ...(limits === undefined ? {} : { limits }),
  };
}

function conditionsOf({ guard, state, reason, since, braked }: UnitMemory): UnitCondition[] {
  const conditions: UnitCondition[] = [];
  if (guard !== undefined) {
    conditions.push({ type: 'Guarded', reason: 'ProviderLost', message: guard.reason, since: guard.since });
  }
  if (state !== 'waiting') return conditions;
  if (braked) conditions.push({ type: 'Braked', reason: 'ManyFailed', message: reason, since });
  else conditions.push({ type: 'WaitingFor', reason: 'Held', message: reason, since });
  return conditions;
}
