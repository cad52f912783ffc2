import { readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessExit, RecoveredRun, SpawnedProcess } from '@showrunner/platform';
import type { Cgroups } from '../../cgroups/create-cgroups.ts';
import { hasLeftSpawner, recordHolders } from '../../keeper/record-holders.ts';
import { parseRunRecord, processOf, type RunRecord } from '../../keeper/run-record.ts';
import { currentBootId } from '../identity.ts';
import { errnoOf } from '../proc-stat.ts';

/** A keeper that was forked just before we looked notes itself within this time. */
const patienceMs = 5_000;

/** See `Processes.recover`. */
export async function recoverRun(exitFile: string, cgroups: Cgroups): Promise<RecoveredRun | undefined> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const record = readRecord(exitFile);
    if (record === undefined || record.bootId !== currentBootId()) return undefined;
    const process = processOf(record);
    if (process !== undefined) {
      const exit = exitFrom(exitFile, record, cgroups);
      return exit === undefined ? { process } : { process, exit };
    }
    // In this order: what a spawner has begun holds the record before that spawner ends.
    const coming = hasLeftSpawner(record.bootId) || recordHolders(exitFile).length > 0;
    if (!coming || performance.now() > deadline) return undefined;
    await sleep(5);
  }
}

/** How the record says that the run ended; its time is the file's last change. */
export function readExit(exitFile: string, cgroups: Cgroups): ProcessExit | undefined {
  const record = readRecord(exitFile);
  return record === undefined ? undefined : exitFrom(exitFile, record, cgroups);
}

function exitFrom(exitFile: string, { exit, cgroup }: RunRecord, cgroups: Cgroups): ProcessExit | undefined {
  if (exit === undefined) return undefined;
  // Who ends with success has got over the loss of a process, if there was one.
  const outOfMemory = exit.code !== 0 && cgroup !== undefined && cgroups.outOfMemory(cgroup);
  return { ...exit, outOfMemory, at: Math.round(statSync(exitFile).mtimeMs) };
}

/** An end that no keeper wrote: it was killed too. Where memory runs out, the kernel may end a group as a whole. */
export function unwrittenExit({ cgroup }: SpawnedProcess, cgroups: Cgroups): ProcessExit {
  const outOfMemory = cgroup !== undefined && cgroups.outOfMemory(cgroup);
  return { ...(outOfMemory ? { signal: 'SIGKILL' } : {}), outOfMemory, at: Date.now() };
}

function readRecord(exitFile: string): RunRecord | undefined {
  try {
    return parseRunRecord(readFileSync(exitFile, 'utf8'));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
