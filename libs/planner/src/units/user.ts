import type { RunUser } from '../unit.ts';
import { idOf } from '../resolve/references.ts';
import type { World } from '../resolve/world.ts';

/** Who something runs as or belongs to; `undefined` is the invoker, which it always is without root. */
export function userOf(kind: 'service' | 'database' | 'invoker', { document, facts }: World): RunUser | undefined {
  if (kind === 'invoker' || !facts.machine.isRoot) return undefined;
  const wanted = { uid: idOf(document, 'puid'), gid: idOf(document, 'pgid') };
  if (kind === 'service') return facts.serviceAccount ?? wanted;
  return facts.serviceAccount ?? facts.databaseAccount ?? wanted;
}
