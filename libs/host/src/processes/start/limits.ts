import type { SpawnRequest } from '@showrunner/platform';
import { type Entry, plainEntry } from '../../keeper/entry.ts';

/** How the limits of a request are put on the process that becomes its keeper, and so on all that it starts. */
export function entryOf({ limits }: SpawnRequest): Entry {
  if (limits?.openFiles === undefined) return plainEntry;
  return { ...plainEntry, resourceOptions: [`--nofile=${limits.openFiles}:${limits.openFiles}`] };
}
