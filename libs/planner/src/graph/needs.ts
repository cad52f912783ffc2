import {
  defaultReactions,
  type EdgeKind,
  edgeKinds,
  type Reaction,
  type Reactions,
  reactions,
  type Requirement,
} from '@showrunner/catalog';
import { holds } from '../resolve/condition.ts';
import { instanceOf, isTagged } from '../resolve/links.ts';
import { resolveLenient } from '../resolve/expression.ts';
import { isRunnable, type Member, type World } from '../resolve/world.ts';
import { appliesCompanion, ownerOf } from '../select/companions.ts';
import { type ChosenEdge, chosenEdges } from './depends-on.ts';

/** An edge of the graph: one entry needs another. */
export interface Need {
  readonly provider: Member;
  readonly kind: EdgeKind;
  readonly until: Requirement['until'];
  readonly on: Reactions;
  /** For the kind `port`: what is to answer. */
  readonly port?: number;
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
      for (const provider of providersOf(member, requirement, world)) add(member, toNeed(provider, requirement));
    }
    for (const chosen of chosenEdges(member)) {
      const provider = runnable.find(({ entry }) => entry.processName === chosen.processName);
      if (provider !== undefined) add(member, toChosenNeed(provider, chosen));
    }
    for (const { companion, phase } of companionsOf(member, world)) {
      const edge = {
        until: 'healthy',
        kind: 'health',
        on: defaultReactions.health,
        hard: true,
        reason: 'starts after it',
      } as const;
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

function toNeed(provider: Member, { kind, until, on, enable, database, reason, port }: Requirement): Need {
  const number = kind === 'port' ? provider.ports[port ?? provider.manifest.ports[0]?.id ?? ''] : undefined;
  const hard = enable || database !== undefined;
  const need = { provider, kind, until, on: { ...defaultReactions[kind], ...on }, hard, reason };
  return number === undefined ? need : { ...need, port: number };
}

function toChosenNeed(provider: Member, { kind, until, restart, required }: ChosenEdge): Need {
  const { restarted, ...rest } = defaultReactions[kind];
  const on: Reactions = { ...rest, restarted: restart ? 'restart' : restarted };
  return { provider, kind, until, on, hard: required, reason: 'names it under depends_on' };
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

/** Two edges to one provider are one: the later gate, the kind that shares more, and of each reaction the harder one. */
function strongest(a: Need, b: Need): Need {
  const port = a.port ?? b.port;
  return {
    ...a,
    ...(port === undefined ? {} : { port }),
    until: weight[a.until] >= weight[b.until] ? a.until : b.until,
    kind: edgeKinds.indexOf(a.kind) >= edgeKinds.indexOf(b.kind) ? a.kind : b.kind,
    on: {
      restarted: harder(a.on.restarted, b.on.restarted),
      unhealthy: harder(a.on.unhealthy, b.on.unhealthy),
      gone: harder(a.on.gone, b.on.gone),
    },
    hard: a.hard || b.hard,
  };
}

function harder(a: Reaction, b: Reaction): Reaction {
  return reactions.indexOf(a) >= reactions.indexOf(b) ? a : b;
}
