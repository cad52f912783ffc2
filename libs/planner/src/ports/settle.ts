import type { PortMove, StackChange } from '@showrunner/contracts';
import { isEqual } from '../json.ts';
import { configuredPort, createWorld, type PortTable, withPorts, type World } from '../resolve/world.ts';
import { type Draft, setValue } from '../select/draft.ts';
import { isUp } from '../steps/facts-of.ts';
import { assignPorts } from './assign.ts';
import type { PortGroup } from './groups.ts';

export interface Settled {
  readonly draft: Draft;
  readonly world: World;
  readonly moves: readonly PortMove[];
  readonly requested: Readonly<Record<string, number>>;
}

/** Assigns ports for what is to run and writes the moved ones into the document. */
export function settlePorts(
  draft: Draft,
  change: StackChange,
  wanted: ReadonlySet<string>,
  justSet: ReadonlySet<string>,
): Settled {
  const up = new Set(draft.input.facts.units.filter(isUp).map(({ unitId }) => unitId));
  const former = up.size === 0 ? [] : createWorld(draft.input, draft.input.effective).members;
  const before = new Map(former.map((member) => [member.pointer, member]));
  const runs = ({ member, base, requested }: PortGroup) => {
    const old = before.get(member.pointer);
    return up.has(member.unitId) && (old === undefined || configuredPort(old.entry, base) === requested);
  };
  const { ports, moves, requested } = assignPorts(draft.world, {
    runs,
    starts: (group) => change.kind !== 'stop' && wanted.has(group.member.entry.processName) && !runs(group),
    pinned: ({ member, field }) => {
      const path = field === undefined ? undefined : [...member.entry.path, ...field.split('.')];
      return path !== undefined && draft.overlaid.some((overlaid) => isEqual(overlaid.path, path));
    },
    justSet,
  });
  const moved = moves.reduce((result, { path, to }) => setValue(result, path, to), draft);
  return {
    draft: moved,
    world: withPorts(moved.world, ports),
    moves: moves.map(({ path: _, ...move }) => move),
    requested,
  };
}

/** The ports that everything has as the document stands, nothing moved. */
export function currentPorts(world: World): PortTable {
  const up = new Set(world.facts.units.filter(isUp).map(({ unitId }) => unitId));
  const rules = {
    runs: ({ member }: PortGroup) => up.has(member.unitId),
    starts: () => false,
    pinned: () => false,
    justSet: new Set<string>(),
  };
  return assignPorts(world, rules).ports;
}
