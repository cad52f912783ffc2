import { readFileSync } from 'node:fs';
import type { ProcessIdentity } from '@showrunner/platform';
import { isLiving, readStat } from './proc-stat.ts';

let bootId: string | undefined;

/** Id of this boot of the machine. It cannot change while we live, so it is read once. */
export function currentBootId(): string {
  bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  return bootId;
}

/** Identity of a pid as it is now; zombies have one too. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const stat = readStat(pid);
  return stat === undefined ? undefined : { pid, startTicks: stat.startTicks, bootId: currentBootId() };
}

/** Whether exactly this process lives. A zombie does not. */
export function isSameAndAlive(identity: ProcessIdentity): boolean {
  if (identity.bootId !== currentBootId()) return false;
  const stat = readStat(identity.pid);
  return stat !== undefined && stat.startTicks === identity.startTicks && isLiving(stat);
}

/** Whether the pid is still held by this process, be it as a zombie: then its number names nobody else. */
export function holdsPid(identity: ProcessIdentity): boolean {
  return identity.bootId === currentBootId() && readStat(identity.pid)?.startTicks === identity.startTicks;
}
