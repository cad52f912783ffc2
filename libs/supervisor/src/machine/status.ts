import { toProblemView, type UnitStatus } from '@showrunner/contracts';
import type { UnitSpec } from '@showrunner/planner';
import type { UnitMemory } from './memory.ts';

/** What people and plans may know of a unit. */
export function toStatus(spec: UnitSpec, memory: UnitMemory): UnitStatus {
  const { process, startedAt, nextRestartAt, lastExit, problem } = memory;
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
  };
}
