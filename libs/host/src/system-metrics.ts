import { readFile, statfs } from 'node:fs/promises';
import { loadavg, networkInterfaces, uptime } from 'node:os';
import type {
  DiskReading,
  FileSystemReading,
  InterfaceReading,
  ProcessReading,
  SystemMetricsReader,
} from '@showrunner/platform';
import { createCgroups } from './cgroups/create-cgroups.ts';

/** Clock ticks a second, as every Linux that Node runs on reports times of processes. */
const ticksPerSecond = 100;
const sectorBytes = 512;
const pageBytes = 4096;

/**
 * Reads counters of this machine. Load and memory come from systeminformation; what it would start a shell for with
 * every reading (disks, interfaces, file systems) is read from the kernel's own files.
 */
export function createSystemMetrics(): SystemMetricsReader {
  const cgroups = createCgroups();
  const bootedAt = Date.now() - uptime() * 1000;
  let containerStartedAt: Promise<number> | undefined;
  let first = true;

  return {
    async readSystem(paths) {
      containerStartedAt ??= startOfInit(bootedAt);
      // Loaded with the first reading: a start has no use for it, and its loading alone would hold it up.
      const { currentLoad, mem } = await import('systeminformation');
      const [load, memory, fileSystems, disks, interfaces, startedAt] = await Promise.all([
        currentLoad(),
        mem(),
        Promise.all(paths.map(readFileSystem)),
        readDisks(),
        readInterfaces(),
        containerStartedAt,
      ]);
      const cpuPct = first ? null : round(load.currentLoad);
      first = false;
      return {
        cpuPct,
        cpuCount: load.cpus.length,
        loadAverage: loadavg(),
        memory: { total: memory.total, used: memory.total - memory.available },
        swap: { total: memory.swaptotal, used: memory.swapused },
        fileSystems,
        disks,
        interfaces,
        bootedAt,
        containerStartedAt: startedAt,
      };
    },
    async readProcess(pid) {
      const reading = await readProcess(pid);
      const group = reading === undefined ? undefined : cgroups.groupOf(pid);
      if (reading === undefined || group === undefined) return reading;
      // What its children use is its own use; those that have ended count as well.
      const { cpuMs = reading.cpuMs, memoryBytes = reading.memoryBytes } = cgroups.usage(group);
      return { ...reading, cpuMs, memoryBytes };
    },
  };
}

async function readProcess(pid: number): Promise<ProcessReading | undefined> {
  const [stat, io] = await Promise.all([readIfThere(`/proc/${pid}/stat`), readIfThere(`/proc/${pid}/io`)]);
  // The name in parentheses may hold anything; the fields begin after the last one.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields === undefined) return undefined;
  const number = (index: number) => Number(fields[index] ?? 0);
  return {
    cpuMs: ((number(11) + number(12)) * 1000) / ticksPerSecond,
    threads: number(17),
    virtualBytes: number(20),
    memoryBytes: number(21) * pageBytes,
    disks: io === undefined ? null : parseProcessIo(io),
  };
}

function parseProcessIo(text: string): DiskReading {
  const value = (name: string) => Number(new RegExp(`^${name}: (\\d+)`, 'm').exec(text)?.[1] ?? 0);
  return {
    readBytes: value('read_bytes'),
    writtenBytes: value('write_bytes'),
    reads: value('syscr'),
    writes: value('syscw'),
  };
}

async function readFileSystem(path: string): Promise<FileSystemReading> {
  const mount = await findMount(path);
  const base = { path, mountPoint: mount.point, type: mount.type };
  try {
    const facts = await statfs(path);
    const total = facts.blocks * facts.bsize;
    const used = total - facts.bfree * facts.bsize;
    return {
      ...base,
      space: { total, used, free: facts.bavail * facts.bsize },
      inodes: { total: facts.files, used: facts.files - facts.ffree, free: facts.ffree },
    };
  } catch {
    // Gone or not ours to see: it stays in the list, without numbers.
    return base;
  }
}

async function findMount(path: string): Promise<{ point: string; type: string }> {
  const lines = ((await readIfThere('/proc/self/mounts')) ?? '').split('\n');
  let best = { point: '/', type: '' };
  for (const line of lines) {
    const [, point = '', type = ''] = line.split(' ');
    const holds = point === '/' || path === point || path.startsWith(`${point}/`);
    if (point !== '' && holds && point.length >= best.point.length) best = { point, type };
  }
  return best;
}

async function readDisks(): Promise<DiskReading | null> {
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

async function readInterfaces(): Promise<readonly InterfaceReading[]> {
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

/** When the first process of this container started; the machine's start where there is no container. */
async function startOfInit(bootedAt: number): Promise<number> {
  const stat = await readIfThere('/proc/1/stat');
  const ticks = Number(stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? 0);
  return bootedAt + (ticks * 1000) / ticksPerSecond;
}

async function readNumber(path: string): Promise<number> {
  const value = Number(await readIfThere(path));
  return Number.isFinite(value) ? value : 0;
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    // Processes and interfaces come and go while they are read, and some files are not ours to read.
    return undefined;
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
