import type { UnitId } from '@showrunner/contracts';
import type { UnitMemory } from '../machine/memory.ts';
import type { SavedBrake } from '../store/brake-store.ts';
import { type Brake, engage } from './brake.ts';
import type { BrakeUnits } from './find-cause.ts';
import { togetherMs } from './rules.ts';

/** The present moment, for people and for durations. */
interface Time {
  readonly now: number;
  readonly monotonicMs: number;
}

/**
 * When a unit that a former control plane has left had failed, on the clock that nobody can set; `undefined`: it has not,
 * or too long ago. An end that somebody wished for is no failure.
 */
export function failedAtOf({ state, lastExit, byPolicy }: UnitMemory, { now, monotonicMs }: Time): number | undefined {
  if (lastExit === undefined) return undefined;
  const wished = lastExit.requester !== undefined && lastExit.requester.by !== 'policy';
  const isBack = state === 'backoff' || state === 'failed' || (state === 'waiting' && byPolicy);
  const age = Math.max(0, now - lastExit.at);
  return isBack && !wished && age <= togetherMs ? monotonicMs - age : undefined;
}

/**
 * The brake of a former control plane, or the one that it had no time to note. Whoever is on the way up by policy counts
 * as let through. A cause must have failed itself: that others do not serve may only mean that nobody has asked them yet.
 */
export function resumeBrake(
  saved: SavedBrake | undefined,
  units: BrakeUnits,
  rising: readonly UnitId[],
  time: Time,
): Brake | undefined {
  const passing = new Set(rising);
  if (saved !== undefined) {
    const failed = saved.failed.filter((unit) => units.has(unit));
    const cause = saved.cause !== undefined && units.has(saved.cause) ? saved.cause : undefined;
    return { since: saved.since, cause, failed, passing, cameUp: [] };
  }
  const brake = engage(units, time.monotonicMs);
  if (brake === undefined) return undefined;
  const known = brake.cause !== undefined && units.get(brake.cause)?.failedAt !== undefined;
  return { ...brake, since: time.now, cause: known ? brake.cause : undefined, passing };
}
