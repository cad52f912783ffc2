import { createFakeClock } from '@showrunner/platform/fakes';
import { describe, expect, it } from 'vitest';
import { createScheduler } from './scheduler.ts';
import type { PlannedCheck } from './update.table.ts';

const at = (day: number, hour: number, minute = 0) => new Date(2026, 5, day, hour, minute).getTime();
const daily = { intervalHours: 24, startTime: '04:00' };
const minute = 60_000;
const hour = 60 * minute;

/** What is kept, and a clock that goes on: a control plane may end and another one open the same. */
function bench(now: number, kept = new Map<string, PlannedCheck>()) {
  const clock = createFakeClock(now);
  const ran: [string, number][] = [];
  const table = {
    planned: () => new Map(kept),
    savePlanned: (name: string, planned: PlannedCheck | undefined) =>
      void (planned === undefined ? kept.delete(name) : kept.set(name, planned)),
  };
  const scheduler = createScheduler(clock, table, async (name) => void ran.push([name, clock.now()]));
  return { clock, ran, kept, scheduler };
}

describe('the scheduler of updates', () => {
  it('runs what is due at its time, each time, and only that', async () => {
    const { clock, ran, scheduler } = bench(at(10, 12));
    scheduler.plan(
      new Map([
        ['Zurg', daily],
        ['Riven', { intervalHours: 5, startTime: '04:00' }],
      ]),
    );
    scheduler.start();
    await clock.advance(26 * hour);
    const times = (name: string) => ran.filter(([one]) => one === name).map(([, moment]) => moment);
    expect(times('Zurg')).toEqual([at(11, 4)]);
    expect(times('Riven')).toEqual([at(10, 14), at(10, 19), at(11, 0), at(11, 4), at(11, 9), at(11, 14)]);
    await scheduler.close();
    expect(clock.pending).toBe(0);
  });

  it('keeps the moment of what is planned over a restart', async () => {
    const first = bench(at(10, 12));
    first.scheduler.plan(new Map([['Zurg', { intervalHours: 168, startTime: '13:00' }]]));
    first.scheduler.start();
    await first.clock.advance(2 * hour);
    expect(first.scheduler.nextAt('Zurg')).toBe(at(17, 13));
    await first.scheduler.close();

    const second = bench(at(12, 9), first.kept);
    second.scheduler.plan(new Map([['Zurg', { intervalHours: 168, startTime: '13:00' }]]));
    second.scheduler.start();
    await second.clock.advance(3 * 24 * hour);
    expect(second.ran).toEqual([]);
    await second.clock.advance(3 * 24 * hour);
    expect(second.ran).toEqual([['Zurg', at(17, 13)]]);
    await second.scheduler.close();
  });

  it('makes up once for what fell due while nothing ran, and only after the start', async () => {
    const kept = new Map([['Zurg', { settings: '04:00 24', nextAt: at(5, 4) }]]);
    const { clock, ran, scheduler } = bench(at(10, 12), kept);
    scheduler.plan(new Map([['Zurg', daily]]));
    await clock.advance(hour);
    expect(ran).toEqual([]);
    scheduler.start();
    await clock.advance(hour);
    expect(ran).toEqual([['Zurg', at(10, 13)]]);
    expect(scheduler.nextAt('Zurg')).toBe(at(11, 4));
    await scheduler.close();
  });

  it('notices within a minute that the time of day was set', async () => {
    const { clock, ran, scheduler } = bench(at(10, 12));
    scheduler.plan(new Map([['Zurg', daily]]));
    scheduler.start();
    clock.set(16 * hour);
    await clock.advance(minute);
    expect(ran.map(([name]) => name)).toEqual(['Zurg']);
    await scheduler.close();
  });

  it('plans anew what was set otherwise, and forgets what is not wanted any more', async () => {
    const { kept, scheduler } = bench(at(10, 12));
    scheduler.plan(
      new Map([
        ['Zurg', daily],
        ['Riven', daily],
      ]),
    );
    scheduler.plan(new Map([['Zurg', { intervalHours: 24, startTime: '22:30' }]]));
    expect([...kept]).toEqual([['Zurg', { settings: '22:30 24', nextAt: at(10, 22, 30) }]]);
    expect(scheduler.nextAt('Riven')).toBeUndefined();
    await scheduler.close();
  });

  it('does not run in circles when a run ends us', () => {
    const { clock, kept, scheduler } = bench(at(10, 3, 59));
    scheduler.plan(new Map([['Zurg', daily]]));
    scheduler.start();
    return clock.advance(2 * minute).then(() => expect(kept.get('Zurg')?.nextAt).toBe(at(11, 4)));
  });
});
