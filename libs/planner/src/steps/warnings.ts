import type { NeedGraph } from '../graph/needs.ts';
import { holds } from '../resolve/condition.ts';
import { idOf } from '../resolve/references.ts';
import type { World } from '../resolve/world.ts';
import { mountsOf } from '../units/edges.ts';
import type { UnitPlan } from '../units/unit-plan.ts';

/** What a person should know about units that are to be started. */
export function startWarnings(units: readonly UnitPlan[], world: World): readonly string[] {
  return units.flatMap((unit) => [
    ...mountWarnings(unit, world),
    ...userWarnings(unit, world),
    ...sourceWarnings(unit, world),
    ...needWarnings(unit, world),
  ]);
}

/** Entries that are to run and need, without any other way, what is neither running nor going to be. */
export function unmetNeeds(
  graph: NeedGraph,
  member: UnitPlan['member'],
  serves: (provider: UnitPlan['member']) => boolean,
) {
  return (graph.get(member) ?? []).filter(
    ({ provider, hard, until }) => hard && until !== 'installed' && !serves(provider),
  );
}

function mountWarnings({ spec, member }: UnitPlan, world: World): readonly string[] {
  const { machine } = world.facts;
  const { processName } = spec;
  if (spec.mounts.length > 0) {
    if (machine.userAllowOther) return [];
    return [
      `${processName}: /etc/fuse.conf has no user_allow_other, so only the account that mounts it sees the mount.`,
    ];
  }
  const able = { ...machine, fuse: true, userAllowOther: true, fuseForUsers: true };
  const wanted = mountsOf({ member, world: { ...world, facts: { ...world.facts, machine: able } } });
  if (wanted.length === 0) return [];
  if (!machine.fuse) return [`${processName}: this machine cannot mount with FUSE, so there is no mount.`];
  return [
    `${processName}: its account may not mount here, so there is no mount. For that, /etc/fuse.conf needs the line user_allow_other and everybody must be able to open /dev/fuse.`,
  ];
}

function userWarnings({ spec, member }: UnitPlan, { facts, document }: World): readonly string[] {
  if (member.manifest.runtime?.run.user !== 'database' || !facts.machine.isRoot || facts.serviceAccount !== undefined)
    return [];
  const puid = idOf(document, 'puid');
  return facts.databaseAccount === undefined
    ? [`${spec.processName}: neither user ${puid} nor another account that it may run as exists on this machine.`]
    : [
        `${spec.processName} runs as user ${facts.databaseAccount.uid}, because user ${puid} has no account on this machine.`,
      ];
}

function sourceWarnings({ spec, artifact, installs }: UnitPlan, { facts }: World): readonly string[] {
  const { source } = artifact;
  if (source.kind !== 'system' || !installs || facts.programs[source.program] !== undefined) return [];
  return [`${spec.processName} needs the program ${source.program}, which is not on this machine.`];
}

function needWarnings({ spec, member }: UnitPlan, world: World): readonly string[] {
  return member.manifest.requires.flatMap(({ service, enable, when, reason }) => {
    if (!enable || !holds(when, { world, member })) return [];
    if ((world.byService.get(service) ?? []).some(({ entry }) => entry.enabled)) return [];
    const name = world.catalog.manifest(service)?.displayName ?? service;
    return [`${spec.processName} needs ${name}, which is switched off: it ${reason}.`];
  });
}
