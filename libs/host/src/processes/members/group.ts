import type { Signal, SpawnedProcess } from '@showrunner/platform';
import type { Cgroups } from '../../cgroups/create-cgroups.ts';
import { currentBootId, holdsPid, isSameAndAlive } from '../identity.ts';
import { errnoOf, isLiving, type ProcStat, readStat } from '../proc-stat.ts';
import type { ProcessTable } from './process-table.ts';

/** What tells which processes belong together. */
export interface Sight {
  readonly table: ProcessTable;
  readonly cgroups: Cgroups;
}

interface Members {
  /** In the group itself. */
  readonly group: readonly number[];
  /** In the run's control group, or marked as its descendants, but in a process group of their own. */
  readonly strays: readonly number[];
}

/**
 * Finds everything that lives of one run. Where the run has a control group, the kernel's own list is all of it: what is
 * born in the group stays in it, and only root can lead out of it. Otherwise all processes of the machine are looked at.
 */
export async function findMembers(process: SpawnedProcess, { table, cgroups }: Sight): Promise<Members> {
  if (process.group.bootId !== currentBootId()) return { group: [], strays: [] };
  const grouped = process.cgroup === undefined ? undefined : livingOf(process.cgroup, cgroups);
  if (grouped !== undefined) return divide(process, grouped);
  await table.refresh();
  return findMarked(process, table);
}

/**
 * Living members of a run's control group. No other run ever has a group of that name. Between the list and the look at
 * one that was in it, that one may have forked and ended; so nothing is over until a list names only what was dead before.
 */
function livingOf(cgroup: string, cgroups: Cgroups): readonly ProcStat[] | undefined {
  const dead = new Set<number>();
  for (;;) {
    const pids = cgroups.roster(cgroup);
    if (pids === undefined) return undefined;
    const living = pids.flatMap((pid) => readLiving(pid) ?? []);
    if (living.length > 0 || pids.every((pid) => dead.has(pid))) return living;
    pids.forEach((pid) => dead.add(pid));
  }
}

function divide({ group }: SpawnedProcess, living: readonly ProcStat[]): Members {
  const isIn = (stat: ProcStat) => stat.group === group.pid && stat.session === group.pid;
  return {
    group: living.filter(isIn).map(({ pid }) => pid),
    strays: living.filter((stat) => !isIn(stat)).map(({ pid }) => pid),
  };
}

/**
 * By session and mark. The group's number is trusted only with proof: its leader is the recorded keeper, or the recorded
 * program is in it, or a member carries the run's mark. (While a group has members, the kernel gives its number to nobody
 * else; but the whole group may have ended and the number been used again.)
 */
function findMarked(process: SpawnedProcess, table: ProcessTable): Members {
  const number = process.group.pid;
  const marked = table.marked(process.mark, process.group.startTicks);
  // The keeper may have been seen first before it had made its session.
  const born = [readStat(number), ...table.inSession(number).filter(({ pid }) => pid !== number)];
  const inGroup = born.filter(
    (stat): stat is ProcStat =>
      stat !== undefined && isLiving(stat) && stat.group === number && stat.session === number,
  );
  const members = new Set(inGroup.map(({ pid }) => pid));
  return {
    group: isOurs(process, inGroup, marked) ? [...members] : [],
    strays: [...new Set(marked.map(({ pid }) => pid))].filter((pid) => !members.has(pid)),
  };
}

function readLiving(pid: number): ProcStat | undefined {
  const stat = readStat(pid);
  return stat !== undefined && isLiving(stat) ? stat : undefined;
}

function isOurs(process: SpawnedProcess, members: readonly ProcStat[], marked: readonly ProcStat[]): boolean {
  if (holdsPid(process.group)) return true;
  if (readStat(process.group.pid) !== undefined) return false;
  const { pid, startTicks } = process.identity;
  const proven = new Set(marked.map((stat) => stat.pid));
  return members.some((stat) => (stat.pid === pid && stat.startTicks === startTicks) || proven.has(stat.pid));
}

/**
 * Signals the group at once and each stray by itself. Answers whether anything was there. While the keeper lives the
 * group is proven and is signalled before this returns to its caller; strays have to be looked for.
 */
export async function signalMembers(process: SpawnedProcess, signal: Signal, sight: Sight): Promise<boolean> {
  const sent = isSameAndAlive(process.group) && send(-process.group.pid, signal);
  if (sent) {
    const { strays } = await findMembers(process, sight);
    strays.forEach((pid) => send(pid, signal));
    endGroup(process, signal, sight);
    return true;
  }
  const hit = (await signalOnce(process, signal, sight)) ?? (await signalOnce(process, signal, sight)) ?? false;
  if (hit) endGroup(process, signal, sight);
  return hit;
}

/** What forks faster than it can be looked up ends only as a whole. */
function endGroup({ cgroup }: SpawnedProcess, signal: Signal, { cgroups }: Sight): void {
  if (signal === 'SIGKILL' && cgroup !== undefined) cgroups.end(cgroup, (pid) => send(pid, signal));
}

/** `undefined`: the group was there and was gone before the signal; what left it may be a stray by now. */
async function signalOnce(process: SpawnedProcess, signal: Signal, sight: Sight): Promise<boolean | undefined> {
  const { group, strays } = await findMembers(process, sight);
  const groupHit = group.length > 0 && send(-process.group.pid, signal);
  const strayHits = strays.map((pid) => send(pid, signal));
  if (group.length > 0 && !groupHit && !strayHits.includes(true)) return undefined;
  return groupHit || strayHits.includes(true);
}

function send(target: number, signal: Signal): boolean {
  try {
    globalThis.process.kill(target, signal);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'ESRCH') return false;
    throw error;
  }
}
