import type { ConnectionSpec, ConnectionValue } from '@showrunner/catalog';
import { fingerprint } from '../fingerprint.ts';
import { holds } from '../resolve/condition.ts';
import { resolveLenient } from '../resolve/expression.ts';
import type { Scope } from '../resolve/references.ts';
import type { Member, World } from '../resolve/world.ts';
import { userOf } from '../units/user.ts';
import { keyOf } from './find.ts';
import type { PlannedConnection, RecordedEnd } from './record.ts';
import { scopeOf } from './scope.ts';

/** A connection with nothing left to look up. */
export function planConnection(spec: ConnectionSpec, member: Member, peer: Member, world: World): PlannedConnection {
  const scope = scopeOf(spec, member, peer, world);
  const owner = userOf(member.manifest.runtime?.run.user ?? 'service', world);
  return {
    key: keyOf(spec.id, member, peer),
    hook: spec.hook,
    record: { connection: spec.id, self: toEnd(member), peer: toEnd(peer) },
    units: { self: member.unitId, peer: peer.unitId },
    values: Object.fromEntries(Object.entries(spec.values).map(([name, value]) => [name, valueOf(value, scope)])),
    ...(owner === undefined ? {} : { owner }),
  };
}

/** Equal where the hook would do the same again. */
export function connectionFingerprint({ hook, values }: PlannedConnection): string {
  return fingerprint([hook, values]);
}

/** A sentence of a spec. Nothing in it is a path. */
export function textOf(text: string, spec: ConnectionSpec, member: Member, peer: Member, world: World): string {
  return resolveLenient(text, { ...scopeOf(spec, member, peer, world), verbatim: true });
}

function valueOf(value: ConnectionValue, scope: Scope): string {
  if (typeof value === 'string') return resolveLenient(value, scope);
  const chosen = value.find(({ when }) => holds(when, scope));
  return chosen === undefined ? '' : resolveLenient(chosen.value, scope);
}

function toEnd({ entry: { serviceKey, instance, processName }, ports }: Member): RecordedEnd {
  return { serviceKey, instance, processName, ports };
}
