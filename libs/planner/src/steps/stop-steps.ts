import type { Reactions } from '@showrunner/catalog';
import type { UnitId } from '@showrunner/contracts';
import type { NeedGraph } from '../graph/needs.ts';
import { dependentsOf } from '../graph/order.ts';
import type { UnitFact } from '../facts.ts';
import type { Step } from '../plan-model.ts';
import type { Member } from '../resolve/world.ts';
import { isUp } from './facts-of.ts';
import { stepId } from './unit-steps.ts';

/** A unit that is to end, and why. */
export interface Stop {
  readonly unitId: UnitId;
  readonly processName: string;
  readonly remove: boolean;
  readonly reason: string;
}

/** What ends with those: whoever cannot live without one of them (`gone: pause`). */
export function alsoStopping(
  lost: ReadonlySet<Member>,
  graph: NeedGraph,
  facts: ReadonlyMap<UnitId, UnitFact>,
): readonly Stop[] {
  const dependents = dependentsOf(lost, graph, (need) => need.on.gone === 'pause');
  return [...dependents].flatMap(({ unitId, entry: { processName } }) => {
    const fact = facts.get(unitId);
    if (fact === undefined || !isUp(fact)) return [];
    return [{ unitId, processName, remove: false, reason: `${processName} cannot run without what is being stopped` }];
  });
}

/** Stops in an order in which whoever needs another ends first. */
export function stopSteps(stops: readonly Stop[], graph: NeedGraph, base: readonly string[]): readonly Step[] {
  const ids = new Set(stops.map(({ unitId }) => unitId));
  return stops.map(({ unitId, processName, remove, reason }) => {
    const users = [...graph].filter(
      ([member, needs]) => ids.has(member.unitId) && needs.some(({ provider }) => provider.unitId === unitId),
    );
    const after = users.map(([member]) => stepId.stop(member.unitId));
    const title = remove ? `Stop ${processName} and forget it` : `Stop ${processName}`;
    return {
      kind: 'stop-unit',
      id: stepId.stop(unitId),
      title,
      reason,
      processName,
      after: after.length > 0 ? after : base,
      unitId,
      remove,
    };
  });
}

/** Who runs, goes on being wanted and will miss what is being stopped, one sentence each. */
export function lossWarnings(
  lost: ReadonlySet<Member>,
  graph: NeedGraph,
  { facts, wanted }: { facts: ReadonlyMap<UnitId, UnitFact>; wanted: ReadonlySet<UnitId> },
): readonly string[] {
  const warnings: string[] = [];
  for (const [member, needs] of graph) {
    const fact = facts.get(member.unitId);
    if (lost.has(member) || !wanted.has(member.unitId) || fact === undefined || !isUp(fact)) continue;
    for (const { provider, hard, on, reason } of needs) {
      if (!lost.has(provider) || (!hard && on.gone === 'ignore')) continue;
      const { processName } = provider.entry;
      warnings.push(`${member.entry.processName} loses ${processName} and ${onLoss(on)}: it ${reason}.`);
    }
  }
  return warnings;
}

function onLoss({ gone, restarted }: Reactions): string {
  if (gone === 'pause') return 'stops as well';
  if (gone === 'guard') return 'is guarded until it is back';
  return gone === 'restart' || restarted === 'restart' ? 'is restarted once it is back' : 'goes on without it';
}
