import type { StackChange, UnitId } from '@showrunner/contracts';
import type { UnitFact } from '../facts.ts';
import { createNeedGraph } from '../graph/needs.ts';
import { isRunnable, type Member, type World } from '../resolve/world.ts';
import { createDraft, type Draft } from '../select/draft.ts';
import { namedMembers } from '../select/lifecycle.ts';
import { alsoStopping, lossWarnings, type Stop } from './stop-steps.ts';

/** What ends with a change, and what a person should know about it. */
export interface Stops {
  readonly stops: readonly Stop[];
  readonly losses: readonly string[];
}

/** What is to end in the first place, and the entries that it was. */
interface Ending {
  readonly stops: readonly Stop[];
  readonly lost: ReadonlySet<Member>;
}

/** What ends: what was asked for, what is not switched on any more, and what cannot live without it. */
export function stopsOf(change: StackChange, draft: Draft, world: World): Stops {
  if (change.kind === 'start' || change.kind === 'restart' || draft.input.facts.units.length === 0)
    return { stops: [], losses: [] };
  const facts = new Map(draft.input.facts.units.map((fact) => [fact.unitId, fact]));
  const former = createDraft(draft.input);
  const graph = createNeedGraph(former.world);
  const { stops, lost } =
    change.kind === 'stop'
      ? askedFor(namedMembers(change, former), facts)
      : switchedOff(facts, former.world, world, change.kind === 'compose');
  const also = alsoStopping(lost, graph, facts).filter(({ unitId }) => stops.every((stop) => stop.unitId !== unitId));
  const wanted = new Set(world.members.filter(isRunnable).map(({ unitId }) => unitId));
  return { stops: [...stops, ...also], losses: lossWarnings(lost, graph, { facts, wanted }) };
}

function askedFor(members: readonly Member[], facts: ReadonlyMap<UnitId, UnitFact>): Ending {
  const stops = members.flatMap(({ unitId, entry: { processName } }) => {
    const fact = facts.get(unitId);
    if (fact === undefined || fact.state === 'stopped') return [];
    return [{ unitId, processName, remove: false, reason: 'You asked for it' }];
  });
  return { stops, lost: new Set(members) };
}

/** Units without an enabled entry. `onlyNow`: only those whose entry this change has switched off. */
function switchedOff(facts: ReadonlyMap<UnitId, UnitFact>, before: World, after: World, onlyNow: boolean): Ending {
  const runnable = new Set(after.members.filter(isRunnable).map(({ unitId }) => unitId));
  const former = new Map(before.members.map((member) => [member.unitId, member]));
  const gone = [...facts.keys()].filter(
    (unitId) => !runnable.has(unitId) && (!onlyNow || former.get(unitId)?.entry.enabled === true),
  );
  return {
    lost: new Set(gone.flatMap((unitId) => former.get(unitId) ?? [])),
    stops: gone.map((unitId) => {
      const entry = former.get(unitId)?.entry;
      const processName = entry?.processName ?? unitId;
      return { unitId, processName, remove: true, reason: reasonFor(processName, entry?.replica, after) };
    }),
  };
}

function reasonFor(processName: string, replica: Member['entry']['replica'], after: World): string {
  if (replica === undefined) return `${processName} is not switched on any more`;
  const left = after.members.filter(({ entry }) => entry.enabled && entry.processName === replica.of)[0]?.entry;
  const count = left === undefined ? 0 : (left.replica?.count ?? 1);
  return `${replica.of} is to run ${count === 1 ? 'once' : `${count} times`}`;
}
