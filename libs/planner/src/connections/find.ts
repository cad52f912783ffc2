import type { Capability, ConnectionSpec, PeerRule } from '@showrunner/catalog';
import { holds } from '../resolve/condition.ts';
import { instanceOf, isTagged, sharesTag } from '../resolve/links.ts';
import { coreTags, isRunnable, type Member, type World } from '../resolve/world.ts';
import { endId, scopeOf } from './scope.ts';

/** A connection between two entries that are switched on. */
export interface Connection {
  readonly key: string;
  readonly spec: ConnectionSpec;
  readonly member: Member;
  readonly peer: Member;
}

/** Every connection that there is to be in a world, by its key. */
export function connectionsIn(world: World): ReadonlyMap<string, Connection> {
  const found = new Map<string, Connection>();
  for (const member of world.members) {
    const { connections = [] } = member.manifest;
    if (connections.length === 0 || !isEnd(member)) continue;
    for (const spec of connections) {
      for (const peer of candidatesFor(spec, world)) {
        if (peer === member || !isEnd(peer) || !rules[spec.instance](peer, member, world)) continue;
        if (!holds(spec.when, scopeOf(spec, member, peer, world))) continue;
        const key = keyOf(spec.id, member, peer);
        found.set(key, { key, spec, member, peer });
      }
    }
  }
  return found;
}

/** Under which a connection is recorded. Service and instance say who an end is; its process may be renamed. */
export function keyOf(id: string, member: Member, peer: Member): string {
  return `connection:${endId(member.entry)}:${id}:${endId(peer.entry)}`;
}

/** Further copies of a service are the same to others as the first. */
function isEnd(member: Member): boolean {
  return isRunnable(member) && (member.entry.replica?.index ?? 0) === 0;
}

function candidatesFor({ to }: ConnectionSpec, world: World): readonly Member[] {
  if ('service' in to) return world.byService.get(to.service) ?? [];
  return world.members.filter(({ manifest }) => provides(manifest.provides, to.capability));
}

function provides(offers: Member['manifest']['provides'], capability: Capability): boolean {
  return offers?.[capability] !== undefined;
}

const rules: Readonly<Record<PeerRule, (peer: Member, member: Member, world: World) => boolean>> = {
  all: () => true,
  linked: (peer, member, world) => instanceOf(peer.entry.serviceKey, member, world) === peer,
  tagged: (peer, member) => isTagged(peer, member),
  'shared-tag': sharesTag,
  'shared-tag-or-untagged': (peer, member, world) =>
    coreTags(member.entry.config).length === 0 || sharesTag(peer, member, world),
};
