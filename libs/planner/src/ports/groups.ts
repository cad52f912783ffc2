import type { PortSpec } from '@showrunner/catalog';
import { holds } from '../resolve/condition.ts';
import { configuredPort, type Member, type World } from '../resolve/world.ts';

/** Ports of one entry that move together: a base, and what is adjacent to it. */
export interface PortGroup {
  readonly member: Member;
  readonly base: PortSpec;
  /** The base first, with offset 0. */
  readonly parts: readonly { readonly spec: PortSpec; readonly offset: number }[];
  /** Field of the document that the base can be moved in; a further copy of a service has none. */
  readonly field: string | undefined;
  /** Where the document wants the base. */
  readonly requested: number;
}

/** All ports that enabled entries bind, in document order. */
export function portGroups(world: World): readonly PortGroup[] {
  return world.members.filter(({ entry }) => entry.enabled).flatMap((member) => groupsOf(member, world));
}

function groupsOf(member: Member, world: World): readonly PortGroup[] {
  const specs = member.manifest.ports.filter((spec) => holds(spec.when, { world, member }));
  return specs
    .filter((spec) => spec.adjacent === undefined)
    .map((base) => ({
      member,
      base,
      parts: [
        { spec: base, offset: 0 },
        ...specs.flatMap((spec) => (spec.adjacent?.to === base.id ? [{ spec, offset: spec.adjacent.offset }] : [])),
      ],
      field: (member.entry.replica?.index ?? 0) > 0 ? undefined : base.field,
      requested: configuredPort(member.entry, base),
    }));
}

/** The key of a group's base: entry pointer and port id. */
export function keyOf(group: PortGroup): string {
  return `${group.member.pointer}#${group.base.id}`;
}
