import { readdirSync, readFileSync } from 'node:fs';

/** What procfs says of a process; enough to tell it from a later one of the same number. */
export interface ProcessLook {
  readonly pid: number;
  readonly comm: string;
  readonly state: string;
  readonly parent: number;
  readonly session: number;
  readonly startTicks: number;
}

/** Memory of a process in bytes: resident, and its fair share of what it shares. */
export interface MemoryLook {
  readonly rss: number;
  readonly pss: number;
}

/** All numbers of processes that are there now. */
export function listPids(): readonly number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid));
}

/** A process as it is now; undefined when it is gone. */
export function lookAt(pid: number): ProcessLook | undefined {
  const text = readQuietly(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  const end = text.lastIndexOf(')');
  const fields = text.slice(end + 2).split(' ');
  return {
    pid,
    comm: text.slice(text.indexOf('(') + 1, end),
    state: fields[0] ?? '',
    parent: Number(fields[1]),
    session: Number(fields[3]),
    startTicks: Number(fields[19]),
  };
}

/** Whether a process is there and no zombie. */
export function isAlive(pid: number): boolean {
  const look = lookAt(pid);
  return look !== undefined && look.state !== 'Z' && look.state !== 'X';
}

/** One variable of the environment that a process was started with. */
export function variableOf(pid: number, name: string): string | undefined {
  const entries = readQuietly(`/proc/${pid}/environ`)?.split('\0');
  return entries?.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** Everything alive that was started with this variable. */
export function findMarked(name: string, value: string): readonly number[] {
  return listPids().filter((pid) => variableOf(pid, name) === value && isAlive(pid));
}

/** Processor time of processes so far, in seconds, as exact as the scheduler counts it; the gone count as zero. */
export function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + cpuNanoseconds(pid), 0) / 1e9;
}

function cpuNanoseconds(pid: number): number {
  const tasks = listQuietly(`/proc/${pid}/task`);
  return tasks.reduce((sum, task) => {
    const text = readQuietly(`/proc/${pid}/task/${task}/schedstat`);
    return sum + Number(text?.split(' ', 1)[0] ?? 0);
  }, 0);
}

/** Memory of processes together. */
export function memoryOf(pids: readonly number[]): MemoryLook {
  let rss = 0;
  let pss = 0;
  for (const pid of pids) {
    const text = readQuietly(`/proc/${pid}/smaps_rollup`) ?? '';
    rss += kibibytes(text, 'Rss') * 1024;
    pss += kibibytes(text, 'Pss') * 1024;
  }
  return { rss, pss };
}

/** The most memory that a process was ever resident with, in bytes. */
export function peakRss(pid: number): number {
  return kibibytes(readQuietly(`/proc/${pid}/status`) ?? '', 'VmHWM') * 1024;
}

/** How many descriptors a process holds, and how many inotify watches are behind them. */
export function descriptorsOf(pid: number): { readonly open: number; readonly watches: number } {
  const names = listQuietly(`/proc/${pid}/fdinfo`);
  const watches = names.reduce((sum, name) => {
    const text = readQuietly(`/proc/${pid}/fdinfo/${name}`) ?? '';
    return sum + text.split('\n').filter((line) => line.startsWith('inotify ')).length;
  }, 0);
  return { open: names.length, watches };
}

function kibibytes(text: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0);
}

function readQuietly(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined; // gone meanwhile: processes come and go while they are looked at
  }
}

function listQuietly(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return []; // gone meanwhile
  }
}
