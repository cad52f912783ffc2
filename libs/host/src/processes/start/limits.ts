import { readFileSync } from 'node:fs';
import { Problem } from '@showrunner/contracts';
import type { LimitEnforcers, ProcessLimits, SpawnedProcess, SpawnRequest } from '@showrunner/platform';
import { isOneOf } from '../../cgroups/cgroup-files.ts';
import type { Cgroups, MadeGroup } from '../../cgroups/create-cgroups.ts';
import { type Entry, hasUtilLinux, plainEntry } from '../../keeper/entry.ts';

/** The capability to raise one's own limits, by its number. */
const capSysResource = 24n;

/** What keeps limits on this machine. Without util-linux nothing enters anything. */
export function limitEnforcers(cgroups: Cgroups): LimitEnforcers {
  if (!hasUtilLinux()) return {};
  const enforcers = {
    memory: cgroups.enforcerOf('memory'),
    cpus: cgroups.enforcerOf('cpu'),
    pids: cgroups.enforcerOf('pids'),
  };
  const most = mostOpenFiles();
  return {
    ...Object.fromEntries(Object.entries(enforcers).filter(([, enforcer]) => enforcer !== undefined)),
    openFiles: 'rlimit',
    ...(most === undefined ? {} : { mostOpenFiles: most }),
  };
}

/** How the limits of a request are put on the process that becomes its keeper, and so on all that it starts. */
export function entryOf({ limits = {}, run }: SpawnRequest, cgroups: Cgroups): Entry {
  const group = run === undefined || !hasUtilLinux() ? undefined : makeGroup(cgroups, run, limits);
  const entered = group === undefined ? {} : { cgroupFiles: group.entryFiles, cgroup: group.name };
  const { openFiles } = limits;
  if (openFiles === undefined) return { ...plainEntry, ...entered };
  const most = Math.min(openFiles, mostOpenFiles() ?? openFiles);
  return { ...plainEntry, ...entered, resourceOptions: [`--nofile=${most}:${most}`] };
}

/** A group is worth having without limits too, but then it is no reason not to start. */
function makeGroup(
  cgroups: Cgroups,
  run: NonNullable<SpawnRequest['run']>,
  limits: ProcessLimits,
): MadeGroup | undefined {
  try {
    return cgroups.make(run, limits);
  } catch (error) {
    const { memoryBytes, cpus, pids } = limits;
    if (memoryBytes === undefined && cpus === undefined && pids === undefined) return undefined;
    throw refused(error);
  }
}

/** See `Processes.limit`. */
export function changeLimits(cgroups: Cgroups, { cgroup }: SpawnedProcess, limits: ProcessLimits): void {
  if (cgroup === undefined) throw new Problem('unit.limits', 'It was started without a control group.');
  try {
    cgroups.limit(cgroup, limits);
  } catch (error) {
    if (isOneOf(error, ['EBUSY'])) {
      throw new Problem('unit.limits', 'It uses more memory already than the new limit allows.', { cause: error });
    }
    throw refused(error);
  }
}

function refused(error: unknown): Problem {
  const said = error instanceof Error ? error.message : String(error);
  return new Problem('unit.limits', `The kernel refused a limit: ${said}.`, { cause: error });
}

/** More open files than this a child cannot have; `undefined`: as many as anybody likes. */
function mostOpenFiles(): number | undefined {
  const rights = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1];
  if (rights !== undefined && ((BigInt(`0x${rights}`) >> capSysResource) & 1n) === 1n) return undefined;
  const most = /^Max open files\s+\S+\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1];
  return most === undefined ? undefined : Number(most);
}
