import type { GroupReading, ProcessReading, StrangerReading, SystemReading } from '@showrunner/platform';
import { createFakeClock, createFakeSystemMetrics } from '@showrunner/platform/fakes';
import { MetricsSnapshot } from '@showrunner/contracts';
import { Value } from '@sinclair/typebox/value';
import { describe, expect, it } from 'vitest';
import { toMetricsSample } from '../snapshot/metrics-sample.ts';
import { toMetricsSnapshot } from '../snapshot/metrics-snapshot.ts';
import { createCollector } from './collector.ts';
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

const unit = {
  unitId: 'zilean',
  processName: 'Zilean',
  pid: 42,
  startedAt: 5_000,
  ports: [8182],
  paths: [
    { named: '/config/zilean', real: '/root/config/zilean' },
    { named: '/gone', real: '/root/gone' },
  ],
};
const reading = { cpuMs: 0, memoryBytes: 7, virtualBytes: 9, threads: 3, disks: null };
const none = { enabled: false, services: [] };
const shown = { interfaces: ['all'], databaseHealth: none, plexStatus: { enabled: false } };

interface Given {
  /** Of the unit, one after the other; `undefined`: it is gone. */
  readonly readings?: readonly (Partial<ProcessReading> | undefined)[];
  readonly groups?: readonly GroupReading[];
  readonly others?: readonly (readonly StrangerReading[])[];
}

function bench({ readings = [{}], groups = [], others = [[]] }: Given = {}) {
  const clock = createFakeClock(10_000);
  const taken = { readings: 0, groups: 0, others: 0 };
  const next = <T>(list: readonly T[], name: keyof typeof taken): T | undefined =>
    list[Math.min(taken[name]++, list.length - 1)];
  const reader = createFakeSystemMetrics({
    system,
    readGroup: () => Promise.resolve(next(groups, 'groups')),
    readProcess: () => {
      const own = next(readings, 'readings');
      return Promise.resolve(own && { ...reading, ...own });
    },
    listProcesses: () => Promise.resolve(next(others, 'others') ?? []),
    describeProcess: (pid) => Promise.resolve({ disks: null, containerId: pid === 7 ? 'abcdefabcdef' : null }),
    readSockets: () =>
      Promise.resolve(
        new Map([
          [
            42,
            {
              ports: [8182],
              connections: Array.from({ length: 60 }, () => ({
                state: 'ESTABLISHED' as const,
                local: ['127.0.0.1', 8182] as const,
                remote: ['127.0.0.1', 51_000] as const,
              })),
            },
          ],
        ]),
      ),
    readFileSystems: (paths) =>
      Promise.resolve(
        paths.map((path) => ({
          path,
          mountPoint: '/',
          type: 'ext4',
          ...(path === '/root/gone' ? {} : { space: { total: 110, used: 25, free: 75 } }),
        })),
      ),
  });
  const sampler = createSampler({ reader, clock, units: () => [unit], paths: () => ['/'], scope: () => 'auto' });
  const collector = createCollector({ sampler, reader, clock });
  return { sampler, collector, reads: () => taken.readings, pass: (ms: number) => clock.stall(ms) };
}

describe('sampler', () => {
  it('measures a unit against the sample before', async () => {
    const { sampler, pass } = bench({ readings: [{ cpuMs: 100 }, { cpuMs: 1_100 }] });
    expect((await sampler.sample(0)).units[0]?.cpuPct).toBe(0);
    pass(2_000);
    expect((await sampler.sample(0)).units[0]?.cpuPct).toBe(50);
  });

  it('takes one sample for all who ask at one time, and none while the last is fresh', async () => {
    const { sampler, reads, pass } = bench();
    await Promise.all([sampler.sample(1_000), sampler.sample(1_000)]);
    pass(999);
    await sampler.sample(1_000);
    expect(reads()).toBe(1);
  });

  it('leaves out a unit that has ended meanwhile', async () => {
    expect((await bench({ readings: [undefined] }).sampler.sample(0)).units).toEqual([]);
  });

  it('tells the use of the container where it can be seen, of the processors that it may use', async () => {
    const disks = { readBytes: 1, writtenBytes: 2, reads: 0, writes: 0 };
    const group = { cpuMs: 500, cpuLimit: 0.5, memoryBytes: 30, memoryLimitBytes: 120, disks };
    const { sampler, pass } = bench({ groups: [group, { ...group, cpuMs: 750, memoryLimitBytes: null }] });
    const first = await sampler.sample(0);
    expect(first).toMatchObject({
      scope: 'cgroup',
      system: { cpuPct: null, cpuCount: 0.5, memory: { total: 120, used: 30 }, disks },
    });
    pass(1_000);
    // Without a limit it may use what the machine has.
    expect((await sampler.sample(0)).system).toMatchObject({ cpuPct: 50, memory: { total: 1000, used: 250 } });
  });
});

describe('collector', () => {
  const other = (pid: number, cpuMs: number, startedAt = 1_000): StrangerReading => ({
    pid,
    name: `other-${pid}`,
    startedAt,
    reading: { ...reading, cpuMs },
  });

  it('names the twenty busiest of the processes that are not ours', async () => {
    const many = (cpuMs: (at: number) => number) => Array.from({ length: 60 }, (_, at) => other(100 + at, cpuMs(at)));
    const { collector, pass } = bench({ others: [many(() => 0), many((at) => at * 10)] });
    expect((await collector.collect(0)).strangers.every(({ cpuPct }) => cpuPct === 0)).toBe(true);
    pass(1_000);
    const { strangers } = await collector.collect(0);
    expect(strangers.map(({ pid }) => pid)).toEqual(Array.from({ length: 20 }, (_, index) => 159 - index));
    expect(strangers[0]).toMatchObject({ cpuPct: 59 });
  });

  it('does not take a process for another that had its number before', async () => {
    const { collector, pass } = bench({ others: [[other(7, 100)], [other(7, 900, 10_500)]] });
    await collector.collect(0);
    pass(1_000);
    expect((await collector.collect(0)).strangers[0]).toMatchObject({ cpuPct: 0, containerId: 'abcdefabcdef' });
  });
});

describe('shapes', () => {
  it('tells the machine in the words of the original', async () => {
    const snapshot = toMetricsSnapshot(await bench().collector.collect(0), shown);
    expect(snapshot.timestamp).toBe(10);
    expect(snapshot.system).toMatchObject({
      scope: 'host',
      mem: { total: 1000, used: 250, percent: 25 },
      disk: { percent: 50, available: true },
      net_io: { sent_bytes: 5, recv_bytes: 10 },
      boot_time: 1,
    });
    expect(snapshot.system.filesystems[1]).toMatchObject({ path: '/gone', available: false, total: null });
    const [managed] = snapshot.dumb_managed;
    expect(managed?.net_connections).toHaveLength(50);
    expect(managed).toMatchObject({
      name: 'Zilean',
      pid: 42,
      start_time: 5,
      cpu_percent: 0,
      rss: 7,
      vms: 9,
      threads: 3,
      disk_io: null,
      ports: [8182],
      disk_paths: {
        paths: [
          { path: '/config/zilean', exists: true, usage: { total: 110, used: 25, percent: 25 } },
          { path: '/gone', exists: false, usage: null },
        ],
        used_total: 25,
      },
      ports_config: [8182],
    });
    expect(Value.Errors(MetricsSnapshot, snapshot).First()).toBeUndefined();
  });

  it('counts the interfaces that are chosen, and lists one that is gone', async () => {
    const sample = await bench().collector.collect(0);
    const of = (interfaces: string[]) => toMetricsSnapshot(sample, { ...shown, interfaces }).system;
    expect(of(['wg0'])).toMatchObject({
      net_io: { sent_bytes: 0 },
      network_interfaces: [{ name: 'wg0', available: false, is_up: null, sent_bytes: null }],
    });
    expect(of(['wg0', 'eth0'])).toMatchObject({
      net_io: { sent_bytes: 5 },
      network_interfaces: [{ name: 'wg0' }, { name: 'eth0', available: true, mtu: 1500 }],
    });
  });

  it('tells our own dashboard little', async () => {
    expect(toMetricsSample(await bench().sampler.sample(0), ['all'])).toEqual({
      at: 10_000,
      cpuPct: 12.5,
      memoryUsedBytes: 250,
      memoryTotalBytes: 1000,
      diskPct: 50,
      counters: { readBytes: null, writtenBytes: null, sentBytes: 5, receivedBytes: 10 },
      units: [{ unitId: 'zilean', cpuPct: 0, memoryBytes: 7 }],
    });
  });
});
