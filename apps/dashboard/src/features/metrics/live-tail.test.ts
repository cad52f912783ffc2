import type { MetricsHistoryView, MetricsSample } from '@showrunner/contracts';
import { expect, it } from 'vitest';
import { addToTail, machineColumns, serviceColumns } from './live-tail.ts';

const history: MetricsHistoryView = {
  seconds: [100, 105],
  bucketSeconds: 5,
  machine: {
    cpuPct: [1, 2],
    memoryPct: [50, 51],
    diskPct: [70, 70],
    diskReadRate: [null, 3],
    diskWriteRate: [null, 3],
    sentRate: [null, 3],
    receivedRate: [null, 3],
  },
  service: { cpuPct: [null, 10], memoryBytes: [null, 1000] },
  kept: { enabled: true, intervalMs: 5000, since: 1 },
};
const sample = (seconds: number, sent: number, unit?: MetricsSample['units'][number]): MetricsSample => ({
  at: seconds * 1000,
  cpuPct: seconds,
  memoryUsedBytes: 25,
  memoryTotalBytes: 100,
  diskPct: null,
  counters: { readBytes: null, writtenBytes: 0, sentBytes: sent, receivedBytes: 0 },
  units: unit ? [unit] : [],
});

it('goes on where the server’s past ends, with rates against the sample before', () => {
  const tail = [sample(104, 0), sample(106, 40), sample(108, 20), sample(110, 60)];
  const columns = machineColumns(history, tail);
  expect(columns.seconds).toEqual([100, 105, 106, 108, 110]);
  expect(columns.cpu).toEqual([1, 2, 106, 108, 110]);
  expect(columns.memory).toEqual([50, 51, 25, 25, 25]);
  expect(columns.sent).toEqual([null, 3, 20, null, 20]);
  expect(columns.diskRead).toEqual([null, 3, null, null, null]);
  expect(columns.disk.at(-1)).toBeNull();
});

it('has no numbers of a service while it does not run', () => {
  const unit = { unitId: 'zilean', cpuPct: 7, memoryBytes: 2000 };
  const columns = serviceColumns(history, [sample(106, 0, unit), sample(108, 0)], 'zilean');
  expect(columns.cpu).toEqual([null, 10, 7, null]);
  expect(columns.memory).toEqual([null, 1000, 2000, null]);
  expect(serviceColumns({ ...history, service: null }, [], 'zilean').cpu).toEqual([null, null]);
});

it('forgets the oldest of what it heard', () => {
  let tail: readonly MetricsSample[] = [];
  for (let at = 0; at < 400; at += 1) tail = addToTail(tail, sample(at, 0));
  expect([tail.length, tail[0]?.at, tail.at(-1)?.at]).toEqual([300, 100_000, 399_000]);
});
