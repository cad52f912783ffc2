import { expect, it } from 'vitest';
import { mergeSamples } from './merge-minutes.ts';

it('makes one sample of several: means of shares, the last of all else, processes that still run', () => {
  const sample = (timestamp: number, cpu: number | null, pid: number, load: number) => ({
    timestamp,
    system: { cpu_percent: cpu, mem: { percent: 50 + timestamp }, net_io: { sent_bytes: timestamp * 100 } },
    dumb_managed: [{ name: 'Zilean', pid, cpu_percent: load, rss: load * 10 }],
  });
  expect(mergeSamples([sample(0, null, 1, 5), sample(5, 10, 2, 10), sample(10, 20, 2, 20)])).toEqual({
    timestamp: 10,
    system: { cpu_percent: 15, mem: { percent: 55 }, net_io: { sent_bytes: 1000 } },
    dumb_managed: [{ name: 'Zilean', pid: 2, cpu_percent: 15, rss: 150 }],
    external: [],
  });
  expect(mergeSamples([])).toBeUndefined();
});
