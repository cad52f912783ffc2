import type { ProcessLimits } from '@showrunner/platform';
import { type CgroupFiles, isOneOf } from './cgroup-files.ts';
import type { Controller, Hierarchy } from './hierarchies.ts';

/** One value in one file of a group. `optional`: not every kernel has it, and nothing depends on it. */
interface Setting {
  readonly file: string;
  readonly value: string;
  readonly optional?: boolean;
}

/** Length of the period that a share of processor time is given for, as Docker has it. */
const periodUs = 100_000;
/** Less processor time in a period than this is refused by the kernel. */
const leastQuotaUs = 1_000;
/** The keeper is in the group too, and is not what a person counts. */
const keepers = 1;

/** Writes the limits of one group: all of them, so that one that is not wanted any more is lifted. */
export function writeLimits(files: CgroupFiles, hierarchy: Hierarchy, group: string, limits: ProcessLimits): void {
  const settings = hierarchy.version === 2 ? secondSettings(limits) : firstSettings(limits);
  for (const controller of hierarchy.controllers) {
    if (controller === 'memory' && hierarchy.version === 1) writeFirstMemory(files, group, limits.memoryBytes);
    else for (const setting of settings[controller]) write(files, group, setting);
  }
}

type Settings = Readonly<Record<Controller, readonly Setting[]>>;

function secondSettings({ memoryBytes, cpus, pids }: ProcessLimits): Settings {
  return {
    memory: [
      { file: 'memory.max', value: memoryBytes === undefined ? 'max' : String(memoryBytes) },
      // Memory that may flow into swap is no limit of memory.
      { file: 'memory.swap.max', value: memoryBytes === undefined ? 'max' : '0', optional: true },
      // Half a service is worse than none: what cannot have its memory ends as a whole and is started anew.
      { file: 'memory.oom.group', value: '1', optional: true },
    ],
    cpu: [{ file: 'cpu.max', value: `${cpus === undefined ? 'max' : quotaOf(cpus)} ${periodUs}` }],
    cpuacct: [],
    pids: [{ file: 'pids.max', value: pids === undefined ? 'max' : String(pids + keepers) }],
  };
}

function firstSettings({ cpus, pids }: ProcessLimits): Settings {
  return {
    memory: [],
    cpu: [
      { file: 'cpu.cfs_period_us', value: String(periodUs) },
      { file: 'cpu.cfs_quota_us', value: cpus === undefined ? '-1' : String(quotaOf(cpus)) },
    ],
    cpuacct: [],
    pids: [{ file: 'pids.max', value: pids === undefined ? 'max' : String(pids + keepers) }],
  };
}

function quotaOf(cpus: number): number {
  return Math.max(leastQuotaUs, Math.round(cpus * periodUs));
}

/** v1 keeps memory below memory with swap at every moment, so which of the two goes first depends on the direction. */
function writeFirstMemory(files: CgroupFiles, group: string, memoryBytes: number | undefined): void {
  const value = memoryBytes === undefined ? '-1' : String(memoryBytes);
  const memory: Setting = { file: 'memory.limit_in_bytes', value };
  const withSwap: Setting = { file: 'memory.memsw.limit_in_bytes', value, optional: true };
  try {
    write(files, group, withSwap);
    write(files, group, memory);
  } catch (error) {
    if (!isOneOf(error, ['EINVAL'])) throw error;
    write(files, group, memory);
    write(files, group, withSwap);
  }
}

function write(files: CgroupFiles, group: string, { file, value, optional }: Setting): void {
  try {
    files.write(`${group}/${file}`, value);
  } catch (error) {
    if (optional !== true || !isOneOf(error, ['ENOENT', 'EACCES', 'EPERM', 'EOPNOTSUPP'])) throw error;
  }
}
