import type { Requirement } from '@showrunner/catalog';
import { holds } from '../resolve/condition.ts';
import { instanceOf, isTagged } from '../resolve/links.ts';
import { resolveLenient } from '../resolve/expression.ts';
import { isRunnable, type Member, type World } from '../resolve/world.ts';
import { appliesCompanion, ownerOf } from '../select/companions.ts';

/** An edge of the graph: one entry needs another. */
export interface Need {
  readonly provider: Member;
  readonly until: Requirement['until'];
  readonly onLoss: NonNullable<Requirement['onLoss']>;
  /** It cannot do without: starting the one starts the other. */
  readonly hard: boolean;
  /** For a person: `stores its library there`. */
  readonly reason: string;
}

/** Whom each enabled entry needs; services that are not enabled are no edge (DEP-1). Graph per unit, not per service. */
export type NeedGraph = ReadonlyMap<Member, readonly Need[]>;

/** Derives the edges from requirements and companions. */
export function createNeedGraph(world: World): NeedGraph {
  const runnable = world.members.filter(isRunnable);
  const edges = new Map<Member, Need[]>(runnable.map((member) => [member, []]));
  const add = (member: Member, need: Need) => {
    const list = edges.get(member);
    if (list === undefined || need.provider === member || !edges.has(need.provider)) return;
    const known = list.findIndex(({ provider }) => provider === need.provider);
    if (known < 0) list.push(need);
    else list[known] = strongest(list[known] ?? need, need);
  };
  for (const member of runnable) {
    for (const requirement of member.manifest.requires) {
      if (!holds(requirement.when, { world, member })) continue;
      const { until, onLoss = 'ignore', enable, database, reason } = requirement;
      const hard = enable || database !== undefined;
      for (const provider of providersOf(member, requirement, world))
        add(member, { provider, until, onLoss, hard, reason });
    }
    for (const provider of chosenBy(member, runnable)) {
      add(member, { provider, until: 'healthy', onLoss: 'ignore', hard: true, reason: 'names it under depends_on' });
    }
    for (const { companion, phase } of companionsOf(member, world)) {
      const edge = { until: 'healthy', onLoss: 'ignore', hard: true, reason: 'starts after it' } as const;
      if (phase === 'before') add(member, { ...edge, provider: companion });
      else add(companion, { ...edge, provider: member });
    }
  }
  return edges;
}

/** Databases that enabled entries need of a server, in document order. */
export function databasesOf(server: Member, world: World): readonly string[] {
  const { serviceKey } = server.entry;
  const names = new Set<string>();
  for (const member of world.members) {
    for (const { database, service, when } of member.manifest.requires) {
      if (database === undefined || service !== serviceKey || !isRunnable(member)) continue;
      if (!holds(when, { world, member })) continue;
      const name = resolveLenient(database, { world, member, verbatim: true });
      if (name.trim() !== '') names.add(name);
    }
  }
  return [...names];
}

function providersOf(member: Member, requirement: Requirement, world: World): readonly Member[] {
  const enabled = (world.byService.get(requirement.service) ?? []).filter(({ entry }) => entry.enabled);
  if (requirement.instance === 'tagged') return enabled.filter((provider) => isTagged(provider, member));
  if (requirement.instance !== 'same-name') return enabled;
  const linked = instanceOf(requirement.service, member, world);
  return linked === undefined ? [] : [linked];
}

/** What a person has added: `depends_on`, a list of process names as Compose has it. Names that do not run are no edge. */
function chosenBy(member: Member, runnable: readonly Member[]): readonly Member[] {
  const names = member.entry.config['depends_on'];
  if (!Array.isArray(names)) return [];
  return runnable.filter(({ entry }) => names.includes(entry.processName));
}

function companionsOf(member: Member, world: World): readonly { companion: Member; phase: 'before' | 'after' }[] {
  const { display } = ownerOf(member.manifest);
  return (member.manifest.companions ?? []).flatMap((spec) => {
    if (!appliesCompanion(spec, member, { world })) return [];
    const companion = world.byService
      .get(spec.service)
      ?.find(({ entry }) => entry.instance === display && entry.enabled);
    return companion === undefined ? [] : [{ companion, phase: spec.phase }];
  });
}

const weight = { installed: 0, started: 1, healthy: 2 };
const harm = { ignore: 0, restart: 1, stop: 2 };

function strongest(a: Need, b: Need): Need {
  return {
    ...a,
    until: weight[a.until] >= weight[b.until] ? a.until : b.until,
    onLoss: harm[a.onLoss] >= harm[b.onLoss] ? a.onLoss : b.onLoss,
    hard: a.hard || b.hard,
  };
}
