import { describe, expect, it } from 'vitest';
import { nextRun } from './next-run.ts';

const at = (time: string, day = 10) =>
  new Date(2026, 5, day, ...(time.split(':').map(Number) as [number, number])).getTime();
const next = (now: string, intervalHours: number) => nextRun({ intervalHours, startTime: '04:00' }, at(now));

describe('the next run of a schedule', () => {
  it.each([
    ['03:00', 24, at('04:00')],
    ['04:00', 24, at('04:00')],
    ['04:01', 24, at('04:00', 11)],
    ['12:00', 5, at('14:00')],
    ['23:30', 5, at('00:00', 11)],
    ['00:30', 5, at('04:00')],
    ['04:01', 168, at('04:00', 17)],
    ['04:01', 0.5, at('04:30')],
  ])('after %s, every %d h from 04:00', (now, intervalHours, expected) => {
    expect(new Date(next(now, intervalHours))).toEqual(new Date(expected));
  });

  it('keeps its time of day over a change of the clocks', () => {
    for (let day = 1; day <= 365; day++) {
      const now = new Date(2026, 0, day, 4, 0, 1).getTime();
      const run = new Date(nextRun({ intervalHours: 24, startTime: '04:00' }, now));
      expect([run.getHours(), run.getMinutes()]).toEqual([4, 0]);
    }
  });
});
