import type { Clock, ProcessReading, SystemMetricsReader, SystemReading } from '@showrunner/platform';
import { describe, expect, it } from 'vitest';
import { toMetricsSample } from '../snapshot/metrics-sample.ts';
import { toMetricsSnapshot } from '../snapshot/metrics-snapshot.ts';
import { createSampler } from './sampler.ts';

const traffic = { bytes: 10, packets: 1, errors: 0, drops: 0 };
const system: SystemReading = {
  cpuPct: 12.5,
  cpuCount: 2,
  loadAverage: [0.5, 0.4, 0.3],
  memory: { total: 1000, used: 250 },
  swap: { total: 0, used: 0 },
  fileSystems: [
    { path: '/', mountPoint: '/', type: 'ext4', space: { total: 110, used: 50, free: 50 } },
    { path: '/gone', mountPoint: '/', type: '' },
  ],
  disks: null,
  interfaces: [
    { name: 'eth0', isUp: true, speedMbps: 1000, mtu: 1500, received: traffic, sent: { ...traffic, bytes: 5 } },
  ],
  bootedAt: 1_000,
  containerStartedAt: 2_000,
};

function bench(readings: readonly (Partial<ProcessReading> | undefined)[]) {
  let now = 10_000;
  let reads = 0;
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    sleep: () => Promise.resolve(),
    after: () => () => undefined,
  };
  const reader: SystemMetricsReader = {
    readSystem: () => Promise.resolve(system),
    readProcess: () => {
      const reading = readings[Math.min(reads, readings.length - 1)];
      reads += 1;
      return Promise.resolve(
        reading && { cpuMs: 0, memoryBytes: 7, virtualBytes: 9, threads: 3, disks: null, ...reading },
      );
    },
  };
  const unit = { unitId: 'zilean', processName: 'Zilean', pid: 42, startedAt: 5_000, ports: [8182] };
  const sampler = createSampler({ reader, clock, units: () => [unit], paths: () => ['/'] });
  return { sampler, reads: () => reads, pass: (ms: number) => void (now += ms) };
}

describe('sampler', () => {
  it('measures a unit against the sample before', async () => {
    const { sampler, pass } = bench([{ cpuMs: 100 }, { cpuMs: 1_100 }]);
    expect((await sampler.sample(0)).units[0]?.cpuPct).toBe(0);
    pass(2_000);
    expect((await sampler.sample(0)).units[0]?.cpuPct).toBe(50);
  });

  it('takes one sample for all who ask at one time, and none while the last is fresh', async () => {
    const { sampler, reads, pass } = bench([{}]);
    await Promise.all([sampler.sample(1_000), sampler.sample(1_000)]);
    pass(999);
    await sampler.sample(1_000);
    expect(reads()).toBe(1);
  });

  it('leaves out a unit that has ended meanwhile', async () => {
    expect((await bench([undefined]).sampler.sample(0)).units).toEqual([]);
  });
});

describe('shapes', () => {
  it('tells the machine in the words of the original', async () => {
    const snapshot = toMetricsSnapshot(await bench([{}]).sampler.sample(0));
    expect(snapshot.timestamp).toBe(10);
    expect(snapshot.system).toMatchObject({
      mem: { total: 1000, used: 250, percent: 25 },
      disk: { percent: 50, available: true },
      net_io: { sent_bytes: 5, recv_bytes: 10 },
      boot_time: 1,
    });
    expect(snapshot.system.filesystems[1]).toMatchObject({ path: '/gone', available: false, total: null });
    expect(snapshot.dumb_managed).toEqual([
      {
        name: 'Zilean',
        pid: 42,
        start_time: 5,
        cpu_percent: 0,
        rss: 7,
        vms: 9,
        threads: 3,
        disk_io: null,
        disk_paths: { paths: [], used_total: 0 },
        ports_config: [8182],
      },
    ]);
  });

  it('tells our own dashboard little', async () => {
    expect(toMetricsSample(await bench([{}]).sampler.sample(0))).toEqual({
      at: 10_000,
      cpuPct: 12.5,
      memoryUsedBytes: 250,
      memoryTotalBytes: 1000,
      units: [{ unitId: 'zilean', cpuPct: 0, memoryBytes: 7 }],
    });
  });
});
