import type { Machine } from '@showrunner/platform';
import type { Verdict } from './http-verdict.ts';

/** Mount point → which file system a unit has mounted there in this run; see `Machine.mountAt`. */
export type OwnMounts = Readonly<Record<string, string>>;

/** What was seen at the mount points of a unit that says that it serves. */
export interface MountsLook {
  readonly verdict: Verdict;
  readonly mounts: OwnMounts;
}

/**
 * A good answer is worth nothing while something else than the unit's own mount is at its mount point. What is there at
 * its first good answer is its own: whatever an earlier run had left was ended before it was started.
 */
export async function lookAtOwnMounts(
  verdict: Verdict,
  unit: { readonly points: readonly string[]; readonly known: OwnMounts },
  machine: Pick<Machine, 'mountAt'>,
): Promise<MountsLook> {
  const mounts: Record<string, string> = { ...unit.known };
  if (verdict.health !== 'healthy' && verdict.health !== 'degraded') return { verdict, mounts };
  let judged = verdict;
  for (const path of unit.points) {
    const seen = await machine.mountAt(path);
    const own = mounts[path];
    if (own === undefined && seen !== undefined) mounts[path] = seen;
    if (own === undefined || own === seen) continue;
    const sentence =
      seen === undefined ? `${path} is not mounted any more.` : `Something else is mounted at ${path} now: ${seen}.`;
    judged = { health: 'unhealthy', sentence };
  }
  return { verdict: judged, mounts };
}
