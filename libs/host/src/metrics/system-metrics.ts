import { loadavg, uptime } from 'node:os';
import type { SystemMetricsReader } from '@showrunner/platform';
import { createCgroups } from '../cgroups/create-cgroups.ts';
import { readDisks, readGroup, readInterfaces } from './counters.ts';
import { createFileSystemReader } from './file-systems.ts';
import {
  listProcesses,
  readContainer,
  readProcess,
  readProcessDisks,
  readSockets,
  ticksPerSecond,
} from './process-readings.ts';
import { readIfThere } from './read-if-there.ts';

/**
 * Reads counters of this machine. Load and memory come from systeminformation; what it would start a shell for with
 * every reading (disks, interfaces, file systems) is read from the kernel's own files.
 */
export function createSystemMetrics(groupRoot = '/sys/fs/cgroup'): SystemMetricsReader {
  const cgroups = createCgroups();
  const fileSystems = createFileSystemReader();
  const bootedAt = Date.now() - uptime() * 1000;
  let containerStartedAt: Promise<number> | undefined;
  let first = true;

  return {
    async readSystem(paths) {
      containerStartedAt ??= startOfInit(bootedAt);
      // Loaded with the first reading: a start has no use for it, and its loading alone would hold it up.
      const { currentLoad, mem } = await import('systeminformation');
      const [load, memory, spaces, disks, interfaces, startedAt] = await Promise.all([
        currentLoad(),
        mem(),
        fileSystems.read(paths),
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
        fileSystems: spaces,
        disks,
        interfaces,
        bootedAt,
        containerStartedAt: startedAt,
      };
    },
    readGroup: () => readGroup(groupRoot),
    async readProcess(pid) {
      const reading = await readProcess(pid);
      const group = reading === undefined ? undefined : cgroups.groupOf(pid);
      if (reading === undefined || group === undefined) return reading;
      // What its children use is its own use; those that have ended count as well.
      const { cpuMs = reading.cpuMs, memoryBytes = reading.memoryBytes } = cgroups.usage(group);
      return { ...reading, cpuMs, memoryBytes };
    },
    listProcesses: () => Promise.resolve(listProcesses(bootedAt)),
    async describeProcess(pid) {
      const [disks, containerId] = await Promise.all([readProcessDisks(pid), readContainer(pid)]);
      return { disks, containerId };
    },
    readSockets,
    readFileSystems: fileSystems.read,
    listFileSystems: fileSystems.list,
  };
}

/** When the first process of this container started; the machine's start where there is no container. */
async function startOfInit(bootedAt: number): Promise<number> {
  const stat = await readIfThere('/proc/1/stat');
  const ticks = Number(stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? 0);
  return bootedAt + (ticks * 1000) / ticksPerSecond;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
