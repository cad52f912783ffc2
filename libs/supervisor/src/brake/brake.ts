import type { UnitId } from '@showrunner/contracts';
import { type BrakeUnits, findCause, withAncestors } from './find-cause.ts';
import { atOnce, leastShare, leastUnits, pauseMs, togetherMs } from './rules.ts';

/** The brake while it is on. */
export interface Brake {
  readonly since: number;
  readonly cause: UnitId | undefined;
  /** Units that had failed together when it engaged, the first one first. */
  readonly failed: readonly UnitId[];
  /** Units that were let through and are not up yet, and when those that are came up. */
  readonly passing: ReadonlySet<UnitId>;
  readonly cameUp: readonly number[];
}

/** Engages when many fail together; `undefined` while they are few. */
export function engage(units: BrakeUnits, now: number): Brake | undefined {
  const failed = [...units.values()]
    .filter(({ failedAt }) => failedAt !== undefined && failedAt > now - togetherMs)
    .toSorted((a, b) => (a.failedAt ?? 0) - (b.failedAt ?? 0));
  const wanted = [...units.values()].filter((unit) => unit.wanted).length;
  if (failed.length < leastUnits || failed.length < wanted * leastShare) return undefined;
  const cause = findCause(failed, units)?.unitId;
  return { since: now, cause, failed: failed.map(({ unitId }) => unitId), passing: new Set(), cameUp: [] };
}

/** Whether a start by policy is the brake's affair: of what needs the cause; without a cause, of everything. */
export function isBraked({ cause }: Brake, unit: UnitId, units: BrakeUnits): boolean {
  if (cause === undefined) return true;
  return unit !== cause && withAncestors(unit, units).has(cause);
}

/** Whether nobody passes, because the cause does not serve. */
export function isHolding({ cause }: Brake, units: BrakeUnits): boolean {
  return cause !== undefined && units.get(cause)?.serves === false;
}

/**
 * Who of those that ask may start now: what needs less first, and of those what failed first. Never more at once than
 * the rules say; one that came up keeps its place for a pause.
 */
export function admit(brake: Brake, asking: readonly UnitId[], units: BrakeUnits, now: number): readonly UnitId[] {
  if (isHolding(brake, units)) return [];
  const resting = brake.cameUp.filter((at) => at > now - pauseMs).length;
  const room = Math.max(0, atOnce - brake.passing.size - resting);
  const depth = (unit: UnitId) => withAncestors(unit, units).size;
  const failedAt = (unit: UnitId) => units.get(unit)?.failedAt ?? Infinity;
  const order = (a: UnitId, b: UnitId) =>
    depth(a) - depth(b) || Math.sign(failedAt(a) - failedAt(b)) || (a < b ? -1 : 1);
  return asking.toSorted(order).slice(0, room);
}
