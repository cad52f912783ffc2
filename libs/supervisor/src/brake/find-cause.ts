import type { UnitId } from '@showrunner/contracts';
import { causeShare } from './rules.ts';

/** A unit as the brake sees it. */
export interface BrakeUnit {
  readonly unitId: UnitId;
  /** Units that it needs to start. */
  readonly needs: readonly UnitId[];
  readonly serves: boolean;
  /** Somebody wants it to run. */
  readonly wanted: boolean;
  /** When it last ended without anybody's wish; undefined where it has not, or long ago. */
  readonly failedAt: number | undefined;
}

export type BrakeUnits = ReadonlyMap<UnitId, BrakeUnit>;

/** The unit and all that it needs, directly or through others. */
export function withAncestors(unit: UnitId, units: BrakeUnits): ReadonlySet<UnitId> {
  const found = new Set([unit]);
  for (const one of found) for (const needed of units.get(one)?.needs ?? []) found.add(needed);
  return found;
}

/**
 * The common cause of failures: what does not serve, or failed with them, and is or is needed by nearly all of them. Of
 * several the deepest, which none of the others lies behind, and of those the one that failed first.
 */
export function findCause(failed: readonly BrakeUnit[], units: BrakeUnits): BrakeUnit | undefined {
  const reach = new Map<UnitId, number>();
  for (const { unitId } of failed) {
    for (const one of withAncestors(unitId, units)) reach.set(one, (reach.get(one) ?? 0) + 1);
  }
  const candidates = [...reach].flatMap(([unitId, count]) => {
    const unit = units.get(unitId);
    if (unit === undefined || count < failed.length * causeShare || count < 2) return [];
    return !unit.serves || unit.failedAt !== undefined ? [unit] : [];
  });
  const deepest = candidates.filter(({ unitId }) => {
    const behind = withAncestors(unitId, units);
    return !candidates.some((other) => other.unitId !== unitId && behind.has(other.unitId));
  });
  return deepest.toSorted((a, b) => (a.failedAt ?? 0) - (b.failedAt ?? 0))[0];
}
