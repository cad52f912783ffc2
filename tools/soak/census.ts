import { findMarked, lookAt, type ProcessLook, variableOf } from '../rig/proc.ts';
import type { Rig } from '../rig/open-rig.ts';
import { rigVariable } from '../rig/open-rig.ts';
import { unitVariable } from './misbehaving-units.ts';

/** A living process of a unit: which unit and which run, by its own environment. */
export interface Member extends ProcessLook {
  readonly unit: string;
  readonly run: string;
}

/** All living processes of units, found in procfs and nowhere else. */
export function countMembers(rig: Rig): readonly Member[] {
  return findMarked(rigVariable, rig.mark).flatMap((pid) => {
    const unit = variableOf(pid, unitVariable);
    const run = variableOf(pid, 'SHOWRUNNER_RUN');
    const look = lookAt(pid);
    return unit === undefined || run === undefined || look === undefined ? [] : [{ ...look, unit, run }];
  });
}

/** Whether exactly this process still lives. */
export function stillLives({ pid, startTicks }: ProcessLook): boolean {
  const look = lookAt(pid);
  return look !== undefined && look.startTicks === startTicks && look.state !== 'Z' && look.state !== 'X';
}

/** Signals exactly this process; one that is gone is none. */
export function signalMember(member: ProcessLook, signal: NodeJS.Signals): boolean {
  if (!stillLives(member)) return false;
  try {
    process.kill(member.pid, signal);
    return true;
  } catch {
    return false; // gone between the look and the signal
  }
}

/** The keeper of a run leads its session. */
export function isKeeper({ pid, session, parent, comm }: Member, plane: number | undefined): boolean {
  return pid === session && comm === 'sh' && (parent === plane || parent === 1);
}
