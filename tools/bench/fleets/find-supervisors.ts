import type { Rig } from '../../rig/open-rig.ts';
import { rigVariable } from '../../rig/open-rig.ts';
import { findMarked, lookAt } from '../../rig/proc.ts';

/** Processes of this run whose program has one of these names. */
export function findByName(rig: Rig, names: readonly string[]): readonly number[] {
  return findMarked(rigVariable, rig.mark).filter((pid) => names.includes(lookAt(pid)?.comm ?? ''));
}
