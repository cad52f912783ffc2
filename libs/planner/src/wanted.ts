import type { UnitId } from '@showrunner/contracts';
import type { UnitFact } from './facts.ts';
import type { NeedGraph } from './graph/needs.ts';
import { isRunnable, type Member, type World } from './resolve/world.ts';
import type { Because } from './select/draft.ts';
import { isUp } from './steps/facts-of.ts';
import { unmetNeeds } from './steps/warnings.ts';

export type Wanted = ReadonlyMap<string, Because>;

/** Adds what the wanted entries cannot do without and what does not run: starting the one starts the other. */
export function withHardNeeds(wanted: Wanted, graph: NeedGraph, facts: ReadonlyMap<UnitId, UnitFact>): Wanted {
  const result = new Map(wanted);
  const members = new Map([...graph.keys()].map((member) => [member.entry.processName, member]));
  const queue = [...wanted.keys()];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const member = members.get(name);
    for (const { provider, hard, reason } of member === undefined ? [] : (graph.get(member) ?? [])) {
      const fact = facts.get(provider.unitId);
      const { processName } = provider.entry;
      if (!hard || result.has(processName) || (fact !== undefined && isUp(fact))) continue;
      result.set(processName, { by: name, sentence: `${name} ${reason}` });
      queue.push(processName);
    }
  }
  return result;
}

/** Leaves out what would wait forever for something that is held or cannot run, and says so. */
export function withoutUnmet(
  wanted: Wanted,
  graph: NeedGraph,
  facts: ReadonlyMap<UnitId, UnitFact>,
): { wanted: Wanted; warnings: readonly string[] } {
  const result = new Map(wanted);
  const warnings: string[] = [];
  const serves = ({ unitId, entry }: Member) => {
    const fact = facts.get(unitId);
    return result.has(entry.processName) || (fact !== undefined && isUp(fact));
  };
  for (let changed = true; changed;) {
    changed = false;
    for (const member of graph.keys()) {
      const name = member.entry.processName;
      const [missing] = result.has(name) && !serving(member, facts) ? unmetNeeds(graph, member, serves) : [];
      if (missing === undefined) continue;
      result.delete(name);
      warnings.push(
        `${name} is left alone, because ${missing.provider.entry.processName} does not run: it ${missing.reason}.`,
      );
      changed = true;
    }
  }
  return { wanted: result, warnings };
}

function serving({ unitId }: Member, facts: ReadonlyMap<UnitId, UnitFact>): boolean {
  const fact = facts.get(unitId);
  return fact !== undefined && isUp(fact);
}

/** Wanted entries as they were asked for, then everything else as the document has it. */
export function inAskedOrder(wanted: Wanted, world: World): readonly Member[] {
  const runnable = world.members.filter(isRunnable);
  const byName = new Map(runnable.map((member) => [member.entry.processName, member]));
  const asked = [...wanted.keys()].flatMap((name) => byName.get(name) ?? []);
  return [...new Set([...asked, ...runnable])];
}
