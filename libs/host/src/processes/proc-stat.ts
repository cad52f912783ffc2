import { readdirSync, readFileSync } from 'node:fs';

/** The fields of `/proc/<pid>/stat` that we use; see proc_pid_stat(5). */
export interface ProcStat {
  readonly pid: number;
  readonly state: string;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** User plus system time, in clock ticks. */
  readonly cpuTicks: number;
  readonly startTicks: number;
  readonly residentPages: number;
}

/** Reads one stat line. The name stands in parentheses and may itself hold spaces and parentheses. */
export function parseStat(line: string): ProcStat | undefined {
  const open = line.indexOf('(');
  const close = line.lastIndexOf(')');
  if (open < 0 || close < open) return undefined;
  const fields = line
    .slice(close + 1)
    .trim()
    .split(/\s+/);
  const [state = '', parent, group, session] = fields;
  const number = (index: number) => Number(fields[index]);
  const stat: ProcStat = {
    pid: Number(line.slice(0, open)),
    state,
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    cpuTicks: number(11) + number(12),
    startTicks: number(19),
    residentPages: number(21),
  };
  return Number.isInteger(stat.pid) && Number.isFinite(stat.startTicks) ? stat : undefined;
}

/** Stat of a living or zombie process. Synchronous: procfs answers from memory, and a pid may be gone a moment later. */
export function readStat(pid: number): ProcStat | undefined {
  const line = readProc(`/proc/${pid}/stat`);
  return line === undefined ? undefined : parseStat(line);
}

/** Text of a procfs file; `undefined` where the process is gone or not ours to look at. */
export function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** All pids of this machine. */
export function listPids(): readonly number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid > 0);
}

/** Whether it is running or sleeping, and not dead. */
export function isLiving(stat: ProcStat): boolean {
  return stat.state !== 'Z' && stat.state !== 'X' && stat.state !== 'x';
}

function isGone(error: unknown): boolean {
  const code = errnoOf(error);
  return code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM';
}

/** The errno word of a failed system call. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
