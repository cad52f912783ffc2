const hourMs = 3_600_000;
const dayHours = 24;

/** When something is repeated: every so many hours, counted from a time of day on this machine (`04:00`). */
export interface Schedule {
  readonly intervalHours: number;
  readonly startTime: string;
}

/**
 * The next moment of a schedule that is not before `now`: the start time of today while it is ahead, else so many
 * intervals after it. Whole days are counted by the calendar, so that 04:00 stays 04:00 when the clocks change.
 * @param now epoch milliseconds, as the answer
 */
export function nextRun({ intervalHours, startTime }: Schedule, now: number): number {
  const anchor = new Date(now);
  const [hours = 4, minutes = 0] = startTime.split(':').map(Number);
  anchor.setHours(hours, minutes, 0, 0);
  if (now <= anchor.getTime()) return anchor.getTime();
  if (intervalHours % dayHours === 0) {
    anchor.setDate(anchor.getDate() + intervalHours / dayHours);
    return anchor.getTime();
  }
  const intervalMs = Math.max(intervalHours * hourMs, 60_000);
  return anchor.getTime() + Math.ceil((now - anchor.getTime()) / intervalMs) * intervalMs;
}
