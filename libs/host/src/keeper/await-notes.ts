import { readFileSync } from 'node:fs';
import type { SpawnedProcess } from '@showrunner/platform';
import { isSameAndAlive } from '../processes/identity.ts';
import { errnoOf } from '../processes/proc-stat.ts';
import { recordHolders } from './record-holders.ts';
import { parseRunRecord, processOf, type RunRecord } from './run-record.ts';
import { watchRecord } from './watch-record.ts';

/** A keeper notes itself within milliseconds. One that needs longer than this is ended, so that it cannot come later. */
const patienceMs = 10_000;
/** Pauses between two looks whether a keeper still can come. */
const firstPauseMs = 10;
const longestPauseMs = 1_000;

/** What came of a run: its processes, or what was said by the one that did not get that far. */
export type Notes = { readonly process: SpawnedProcess } | { readonly process: undefined; readonly words: string };

/**
 * Waits until keeper and program have noted who they are, or nothing that could do so is left. With `closely`, that is
 * asked at once and again and again: the caller has a reason to doubt. `ended` is another such reason, once it settles.
 */
export async function awaitNotes(exitFile: string, closely: boolean, ended?: Promise<unknown>): Promise<Notes> {
  const deadline = performance.now() + patienceMs;
  const changes = followChanges(exitFile);
  let pause = closely ? firstPauseMs : longestPauseMs;
  let doubt = closely;
  const onEnd = () => {
    doubt = true;
    changes.wake();
  };
  ended?.then(onEnd, onEnd);
  try {
    for (;;) {
      const record = read(exitFile);
      const process = record === undefined ? undefined : processOf(record);
      if (process !== undefined) return { process };
      if ((doubt || record?.words !== '') && !stillComing(exitFile, record)) return lastNotes(exitFile);
      if (performance.now() > deadline) recordHolders(exitFile).forEach(end);
      if (!(await changes.next(pause))) doubt = true;
      if (doubt) pause = Math.min(pause * 2, longestPauseMs);
    }
  } finally {
    changes.stop();
  }
}

/** Between two looks it may have noted all and gone. */
function lastNotes(exitFile: string): Notes {
  const record = read(exitFile);
  const process = record === undefined ? undefined : processOf(record);
  return process === undefined ? { process, words: record?.words ?? '' } : { process };
}

function stillComing(exitFile: string, record: RunRecord | undefined): boolean {
  return record?.keeper === undefined ? recordHolders(exitFile).length > 0 : isSameAndAlive(record.keeper);
}

function read(exitFile: string): RunRecord | undefined {
  return parseRunRecord(readFileSync(exitFile, 'utf8'));
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (errnoOf(error) !== 'ESRCH') throw error;
  }
}

/** Changes of a file, one at a time; those that nobody waits for are told as one to the next who does. */
function followChanges(path: string) {
  let changed = false;
  let tell: () => void = () => undefined;
  const wake = () => {
    changed = true;
    tell();
  };
  const stop = watchRecord(path, wake);
  return {
    stop,
    wake,
    /** Whether there was a change within so long. */
    next: (ms: number) =>
      new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => settle(), ms);
        const settle = () => {
          clearTimeout(timer);
          tell = () => undefined;
          resolve(changed);
          changed = false;
        };
        tell = settle;
        if (changed) settle();
      }),
  };
}
