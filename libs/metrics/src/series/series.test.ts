import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketSeconds, selectPoints } from './select-points.ts';
import { toRates, toStats } from './build-series.ts';
import { toMeans } from './means.ts';
import { toGauges } from '../history/stored-snapshot.ts';

const ascending = fc
  .uniqueArray(fc.integer({ min: 0, max: 20_000 }), { maxLength: 300 })
  .map((moments) => moments.sort((a, b) => a - b).map((moment) => moment / 2));
const buckets = fc.option(fc.integer({ min: 1, max: 500 }), { nil: null });

describe('points of a series', () => {
  it('are the last sample of each bucket, as long as there are few', () => {
    expect(selectPoints([0, 5, 10, 20, 30], 10, 600)).toEqual([1, 2, 3, 4]);
    expect(selectPoints([0, 5, 10], null, 0)).toEqual([0, 1, 2]);
    expect(selectPoints([], 10, 2)).toEqual([]);
  });

  it('are every k-th of these where there are many, and end with the newest', () => {
    expect(selectPoints([0, 5, 10, 20, 30], null, 2)).toEqual([0, 3, 4]);
  });

  it('keep their order and the newest sample, and are never more than one too many', () => {
    fc.assert(
      fc.property(ascending, buckets, fc.integer({ min: 1, max: 50 }), (moments, bucket, most) => {
        const chosen = selectPoints(moments, bucket, most);
        expect(chosen).toEqual([...new Set(chosen)].sort((a, b) => a - b));
        expect(chosen.at(-1)).toBe(moments.length === 0 ? undefined : moments.length - 1);
        expect(chosen.length).toBeLessThanOrEqual(most + 1);
      }),
    );
  });

  it('stand for different buckets, one for each that has a sample', () => {
    fc.assert(
      fc.property(ascending, fc.integer({ min: 1, max: 500 }), (moments, bucket) => {
        const bucketOf = (moment: number) => Math.floor(moment / bucket);
        const chosen = selectPoints(moments, bucket, 0);
        expect(chosen.map((index) => bucketOf(moments[index] ?? 0))).toEqual([...new Set(moments.map(bucketOf))]);
      }),
    );
  });

  it('stand for as many seconds as the range needs, never for fewer than are asked for', () => {
    const of = (requested: number | null | undefined, rangeSeconds: number | undefined, maxPoints = 600) =>
      bucketSeconds({ requested, rangeSeconds, maxPoints });
    expect(of(undefined, 6 * 3600)).toBe(36);
    expect(of(5, 6 * 3600)).toBe(36);
    expect(of(120, 6 * 3600)).toBe(120);
    expect(of(-1, 60)).toBe(5);
    expect(of(undefined, undefined)).toBeNull();
    expect(of(30, undefined)).toBe(30);
    expect(of(undefined, 3600, 0)).toBeNull();
  });
});

describe('rates', () => {
  it('are null at the first, where a counter began anew, where a number is missing and without time between', () => {
    expect(toRates([100, 160, 120, 180, null, 200, 300], [0, 10, 20, 20, 30, 40, 50])).toEqual([
      null,
      6,
      null,
      null,
      null,
      null,
      10,
    ]);
  });

  it('are never negative, and add up to what was counted while nothing began anew', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { minLength: 1, maxLength: 50 }), (steps) => {
        const total = steps.map((_, index) => steps.slice(0, index + 1).reduce((sum, step) => sum + step, 0));
        const rates = toRates(
          total,
          total.map((_, index) => index * 2),
        );
        const counted = rates.reduce<number>((sum, rate) => sum + (rate ?? 0) * 2, 0);
        expect(counted).toBeCloseTo((total.at(-1) ?? 0) - (total[0] ?? 0));
      }),
    );
  });
});

describe('extremes', () => {
  it('are null without a sample, and for a column without a number', () => {
    expect(toStats([])).toBeNull();
    const gauges = [5, 1, 9].map((cpu, index) => toGauges({ timestamp: index, system: { cpu_percent: cpu } }));
    expect(toStats(gauges)).toMatchObject({ cpu: { min: 1, max: 9 }, mem: null, net_recv_rate: null });
  });
});

describe('means', () => {
  const sample = (timestamp: number, cpu: number | null) =>
    toGauges({ timestamp, system: { cpu_percent: cpu, net_io: { sent_bytes: timestamp } } });

  it('stand at the last sample of their bucket, with its counters', () => {
    expect(toMeans([sample(1, 10), sample(4, 20), sample(7, null), sample(12, 5)], 10)).toEqual([
      { ...sample(7, 15), sentBytes: 7 },
      sample(12, 5),
    ]);
  });

  it('have a point without values between them where nothing was measured', () => {
    const points = toMeans([sample(5, 1), sample(100, 2)], 10);
    expect(points.map(({ timestamp, cpu, sentBytes }) => [timestamp, cpu, sentBytes])).toEqual([
      [5, 1, 5],
      [15, null, null],
      [100, 2, 100],
    ]);
  });
});
