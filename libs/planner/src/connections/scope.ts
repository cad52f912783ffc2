import type { ConnectionEnd, ConnectionSpec } from '@showrunner/catalog';
import { toUnitId } from '@showrunner/contracts';
import { resolveLenient } from '../resolve/expression.ts';
import type { Scope } from '../resolve/references.ts';
import type { Member, World } from '../resolve/world.ts';
import type { RecordedEnd } from './record.ts';

/** Where the values of a connection stand: in its consumer's manifest, with the other end as `peer`. */
export function scopeOf({ to }: ConnectionSpec, member: Member, peer: Member, world: World): Scope {
  return { world, member, peer: { member: peer, offer: offerOf(to, peer, world) } };
}

/** Service and instance, as one text. */
export function endId({ serviceKey, instance }: Pick<ConnectionEnd, 'serviceKey' | 'instance'>): string {
  return instance === null ? serviceKey : `${serviceKey}/${instance}`;
}

/** The member that an end is in that world, where it still is. */
export function memberOf(end: RecordedEnd, world: World): Member | undefined {
  return world.byService.get(end.serviceKey)?.find(({ entry }) => endId(entry) === endId(end));
}

/** A member for an end of which nothing is left but what was recorded; its settings are the defaults. */
export function formerMember(end: RecordedEnd, world: World): Member | undefined {
  const manifest = world.catalog.manifest(end.serviceKey);
  if (manifest === undefined) return undefined;
  const { serviceKey, instance, processName, ports } = end;
  const config = { ...manifest.defaults, process_name: processName, enabled: false };
  const entry = { serviceKey, instance, processName, config, path: [], enabled: false, template: false };
  return { entry, manifest, unitId: toUnitId(processName), pointer: '', ports };
}

function offerOf(to: ConnectionSpec['to'], peer: Member, world: World): Readonly<Record<string, string>> {
  const { provides = {} } = peer.manifest;
  const offered = 'capability' in to ? [provides[to.capability]] : Object.values(provides);
  const values = offered.flatMap((offer) => Object.entries<string>(offer ?? {}));
  return Object.fromEntries(values.map(([name, value]) => [name, resolveLenient(value, { world, member: peer })]));
}
