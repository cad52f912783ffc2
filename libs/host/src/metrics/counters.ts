import { networkInterfaces } from 'node:os';
import type { DiskReading, GroupReading, InterfaceReading } from '@showrunner/platform';
import { readIfThere } from './read-if-there.ts';

const sectorBytes = 512;

/** What all disks have moved; null where the kernel does not say so. */
export async function readDisks(): Promise<DiskReading | null> {
  const text = await readIfThere('/proc/diskstats');
  if (text === undefined) return null;
  const sum = { readBytes: 0, writtenBytes: 0, reads: 0, writes: 0 };
  for (const line of text.split('\n')) {
    const fields = line.trim().split(/\s+/);
    const name = fields[2] ?? '';
    // Partitions, loops and the layers above a disk would count the same bytes again.
    if (!/^(sd[a-z]+|vd[a-z]+|xvd[a-z]+|hd[a-z]+|nvme\d+n\d+|mmcblk\d+)$/.test(name)) continue;
    sum.reads += Number(fields[3]);
    sum.readBytes += Number(fields[5]) * sectorBytes;
    sum.writes += Number(fields[7]);
    sum.writtenBytes += Number(fields[9]) * sectorBytes;
  }
  return sum;
}

/** All interfaces but the loop. */
export async function readInterfaces(): Promise<readonly InterfaceReading[]> {
  const text = (await readIfThere('/proc/net/dev')) ?? '';
  const up = new Set(Object.keys(networkInterfaces()));
  const rows = text.split('\n').flatMap((line) => {
    const [, name, rest] = /^\s*([^:]+):\s*(.*)$/.exec(line) ?? [];
    return name === undefined || rest === undefined || name === 'lo'
      ? []
      : [{ name, values: rest.split(/\s+/).map(Number) }];
  });
  return Promise.all(
    rows.map(async ({ name, values }) => {
      const traffic = (at: number) => ({
        bytes: values[at] ?? 0,
        packets: values[at + 1] ?? 0,
        errors: values[at + 2] ?? 0,
        drops: values[at + 3] ?? 0,
      });
      const [speed, mtu] = await Promise.all([
        readNumber(`/sys/class/net/${name}/speed`),
        readNumber(`/sys/class/net/${name}/mtu`),
      ]);
      return { name, isUp: up.has(name), speedMbps: Math.max(0, speed), mtu, received: traffic(0), sent: traffic(8) };
    }),
  );
}

/** Version 2 of control groups, seen from within a container: its own group is the root; see cgroup-v2 in the kernel. */
export async function readGroup(root: string): Promise<GroupReading | undefined> {
  const usage = /^usage_usec (\d+)$/m.exec((await readIfThere(`${root}/cpu.stat`)) ?? '')?.[1];
  if (usage === undefined) return undefined;
  const [cpuMax = '', current, most = '', io = ''] = await Promise.all(
    ['cpu.max', 'memory.current', 'memory.max', 'io.stat'].map((name) => readIfThere(`${root}/${name}`)),
  );
  const [quota, period] = cpuMax.trim().split(' ').map(Number);
  const limitBytes = Number.parseInt(most, 10);
  const sum = (name: string) =>
    [...io.matchAll(new RegExp(`\\b${name}=(\\d+)`, 'g'))].reduce((total, [, bytes]) => total + Number(bytes), 0);
  return {
    cpuMs: Number(usage) / 1000,
    cpuLimit: quota && period ? Math.max(quota / period, 0.1) : null,
    memoryBytes: Number(current ?? 0),
    memoryLimitBytes: Number.isFinite(limitBytes) && limitBytes > 0 ? limitBytes : null,
    disks: { readBytes: sum('rbytes'), writtenBytes: sum('wbytes'), reads: 0, writes: 0 },
  };
}

async function readNumber(path: string): Promise<number> {
  const value = Number(await readIfThere(path));
  return Number.isFinite(value) ? value : 0;
}
