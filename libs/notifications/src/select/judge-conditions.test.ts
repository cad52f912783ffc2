import { expect, it } from 'vitest';
import { readSettings } from '../settings/read-settings.ts';
import { type ConditionStates, judgeConditions } from './judge-conditions.ts';

const { thresholds } = readSettings({ thresholds: { disk_percent: 90, duration_sec: 60 } });

/** Looks every 30 s; answers what was told at each look. */
function look(values: readonly (number | null)[], start: ConditionStates = new Map()): readonly string[][] {
  let states = start;
  return values.map((usedPct, index) => {
    const readings = { cpuPct: null, memoryPct: 10, disks: [{ path: '/mnt', usedPct, inodesPct: null }] };
    const judged = judgeConditions(readings, thresholds, states, index * 30_000);
    states = judged.states;
    return judged.notices.map(({ eventType, condition }) => `${eventType} ${condition}`);
  });
}
const high = ['resource.disk.high disk:/mnt'];
const over = ['recovery disk:/mnt'];

it('tells once what has held for long enough, and once that it is over', () => {
  expect(look([50, 95, 95, 95, 95, 95, 50, 50])).toEqual([[], [], [], high, [], [], over, []]);
});

it('says nothing of a peak', () => {
  expect(look([95, 95, 50, 95, 95, 50])).toEqual([[], [], [], [], [], []]);
});

it('does not come and go with a value on the border', () => {
  expect(look([91, 91, 91, 89, 91, 89, 87])).toEqual([[], [], high, [], [], [], over]);
});

it('says nothing where nothing could be measured, and does not take that for an end', () => {
  expect(look([95, 95, 95, null])).toEqual([[], [], high, []]);
});

it('knows from before what was told', () => {
  expect(look([95, 95, 50], new Map([['disk:/mnt', { since: 0, told: true }]]))).toEqual([[], [], over]);
});

it('tells nothing at the first look, however short the duration', () => {
  const readings = { cpuPct: 99, memoryPct: null, disks: [] };
  const first = judgeConditions(readings, { ...thresholds, durationSec: 0 }, new Map(), 0);
  expect(first.notices).toEqual([]);
  const second = judgeConditions(readings, { ...thresholds, durationSec: 0 }, first.states, 1);
  expect(second.notices).toMatchObject([{ eventType: 'resource.cpu.high', severity: 'warning' }]);
});
