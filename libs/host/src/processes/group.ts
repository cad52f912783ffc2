import type { Signal, SpawnedProcess } from '@showrunner/platform';
import { markVariable } from '../keeper/keeper-script.ts';
import { currentBootId, holdsPid } from './identity.ts';
import { errnoOf, isLiving, listPids, type ProcStat, readProc, readStat } from './proc-stat.ts';

interface Members {
  /** In the group itself. */
  readonly group: readonly number[];
  /** Marked as descendants of the run, but in a group of their own. */
  readonly strays: readonly number[];
}

/**
 * Finds everything that lives of one run. The group's number is trusted only with proof: its leader is the recorded
 * keeper, or the recorded program is in it, or a member carries the mark. (While a group has members, the kernel gives
 * its number to nobody else; but the whole group may have ended and the number been used again.)
 */
export function findMembers(process: SpawnedProcess): Members {
  if (process.group.bootId !== currentBootId()) return { group: [], strays: [] };
  const stats = listPids()
    .map((pid) => readStat(pid))
    .filter((stat): stat is ProcStat => stat !== undefined && isLiving(stat));
  const inGroup = stats.filter((stat) => stat.group === process.group.pid && stat.session === process.group.pid);
  const strays = stats
    .filter((stat) => stat.startTicks >= process.group.startTicks && !inGroup.includes(stat))
    .filter((stat) => carriesMark(stat.pid, process.mark));
  return {
    group: isOurs(process, inGroup) ? inGroup.map((stat) => stat.pid) : [],
    strays: strays.map((stat) => stat.pid),
  };
}

function isOurs(process: SpawnedProcess, members: readonly ProcStat[]): boolean {
  if (holdsPid(process.group)) return true;
  if (readStat(process.group.pid) !== undefined) return false;
  const { pid, startTicks } = process.identity;
  return members.some(
    (stat) => (stat.pid === pid && stat.startTicks === startTicks) || carriesMark(stat.pid, process.mark),
  );
}

function carriesMark(pid: number, mark: string): boolean {
  return readProc(`/proc/${pid}/environ`)?.split('\0').includes(`${markVariable}=${mark}`) ?? false;
}

/** Signals the group at once and each stray by itself. Answers whether anything was there. */
export function signalMembers(process: SpawnedProcess, signal: Signal): boolean {
  return signalOnce(process, signal) ?? signalOnce(process, signal) ?? false;
}

/** `undefined`: the group was there and was gone before the signal; what left it may be a stray by now. */
function signalOnce(process: SpawnedProcess, signal: Signal): boolean | undefined {
  const { group, strays } = findMembers(process);
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
