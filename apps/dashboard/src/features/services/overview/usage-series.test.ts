import { expect, it } from 'vitest';
import { addSample, emptySeries } from './usage-series.ts';

const sample = (at: number) => ({ at, units: [{ unitId: 'zurg', cpuPct: at / 1000, memoryBytes: 5 }] });

it('keeps the last readings of one unit and forgets the oldest', () => {
  let series = emptySeries;
  for (let at = 1000; at <= 200_000; at += 1000) series = addSample(series, sample(at), 'zurg');
  expect([series.seconds.length, series.seconds[0], series.cpuPct.at(-1)]).toEqual([180, 21, 200]);
});

it('is the same while the unit is not in the sample', () => {
  expect(addSample(emptySeries, sample(1), 'plex')).toBe(emptySeries);
});
