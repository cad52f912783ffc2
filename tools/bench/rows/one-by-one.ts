import { setTimeout as sleep } from 'node:timers/promises';
import type { FleetSite } from '../fleets/fleet.ts';

/** A unit's turn comes when the one before it runs again, at the latest after this time, so that slow floors overlap. */
const longestTurnMs = 50;
/** How long units have run before they are touched: what some supervisors punish is an end right after a start. */
export const settledMs = 1_500;
const limitMs = 30_000;
/**
 * Of so many units one is crashed: our stack-wide brake takes it for one common cause when a quarter of all fail within half
 * a minute, and then brings them up a few at a time. What is measured here is the crash of one.
 */
const oneOf = 5;

/** The units of a fleet that may crash without being too many at once. */
export function crashable<T>(units: readonly T[]): readonly T[] {
  return units.slice(0, Math.max(3, Math.floor(units.length / oneOf)));
}

/**
 * Touches the units of a fleet one after the other, each once. Answers for each how long it took until its new process
 * said that it runs.
 */
export async function touchEach(
  site: Pick<FleetSite, 'announcements' | 'units'>,
  touch: (unit: string, pid: number) => void,
): Promise<number[]> {
  const { announcements, units } = site;
  const all: Promise<number>[] = [];
  for (const { name } of units) {
    const pid = announcements.latest(name)?.pid ?? 0;
    const at = performance.now();
    touch(name, pid);
    const again = announcements.next(name, (word) => word.pid !== pid, limitMs).then((word) => word.at - at);
    all.push(again);
    await Promise.race([again, sleep(longestTurnMs)]);
  }
  return Promise.all(all);
}
