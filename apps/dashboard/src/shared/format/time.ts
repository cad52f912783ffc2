const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});

/** Date and time in the reader's own form. */
export function formatAbsolute(at: number): string {
  return absolute.format(at);
}

/** The date in the reader's own form. */
export function formatDay(at: number): string {
  return day.format(at);
}

/** The time of day to the second, as a log line has it. */
export function formatClock(at: number): string {
  return clock.format(at);
}
