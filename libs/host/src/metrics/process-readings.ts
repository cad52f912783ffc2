import { readlink, readdir } from 'node:fs/promises';
import type { DiskReading, ProcessReading, SocketReading, StrangerReading } from '@showrunner/platform';
import { orNothing } from '../system-errors.ts';
import { listPids, readProc } from '../processes/proc-stat.ts';
import { parseConnections } from './connections.ts';
import { readIfThere } from './read-if-there.ts';

/** Clock ticks a second, as every Linux that Node runs on reports times of processes. */
export const ticksPerSecond = 100;
const pageBytes = 4096;

/** `undefined` when it is gone. */
export async function readProcess(pid: number): Promise<ProcessReading | undefined> {
  const [stat, disks] = await Promise.all([readIfThere(`/proc/${pid}/stat`), readProcessDisks(pid)]);
  const parsed = stat === undefined ? undefined : parse(stat);
  return parsed && { ...parsed.reading, disks };
}

/** All processes, from one file each: procfs answers from memory, faster than a thread could be asked. */
export function listProcesses(bootedAt: number): readonly StrangerReading[] {
  return listPids().flatMap((pid) => {
    const stat = readProc(`/proc/${pid}/stat`);
    const parsed = stat === undefined ? undefined : parse(stat);
    if (parsed === undefined) return [];
    return [{ pid, name: parsed.name, startedAt: bootedAt + parsed.startedMs, reading: parsed.reading }];
  });
}

/** What a process has moved on disks; null where the kernel does not let us see it. */
export async function readProcessDisks(pid: number): Promise<DiskReading | null> {
  const io = await readIfThere(`/proc/${pid}/io`);
  if (io === undefined) return null;
  const value = (name: string) => Number(new RegExp(`^${name}: (\\d+)`, 'm').exec(io)?.[1] ?? 0);
  return {
    readBytes: value('read_bytes'),
    writtenBytes: value('write_bytes'),
    reads: value('syscr'),
    writes: value('syscw'),
  };
}

/** The container that a process is in, by the group that its runtime made. */
export async function readContainer(pid: number): Promise<string | null> {
  return /[/-]([0-9a-f]{12,64})(?:\.scope)?$/m.exec((await readIfThere(`/proc/${pid}/cgroup`)) ?? '')?.[1] ?? null;
}

/** What each of these processes listens on and is connected with. */
export async function readSockets(pids: readonly number[]): Promise<ReadonlyMap<number, SocketReading>> {
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readIfThere(`/proc/net/${name}`)));
  const byInode = new Map(tables.flatMap((text) => parseConnections(text ?? '')).map((one) => [one.inode, one]));
  const readings = await Promise.all(
    pids.map(async (pid) => {
      const sockets = (await inodesOf(pid)).flatMap((inode) => byInode.get(inode) ?? []);
      const ports = sockets.flatMap(({ state, local }) => (state === 'LISTEN' ? [local[1]] : []));
      const connections = sockets.filter(({ state }) => state === 'ESTABLISHED');
      const reading: SocketReading = { ports: [...new Set(ports)].sort((a, b) => a - b), connections };
      return [pid, reading] as const;
    }),
  );
  return new Map(readings);
}

async function inodesOf(pid: number): Promise<readonly string[]> {
  const names = (await orNothing(readdir(`/proc/${pid}/fd`))) ?? [];
  const links = await Promise.all(names.map((fd) => orNothing(readlink(`/proc/${pid}/fd/${fd}`))));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link ?? '')?.[1] ?? []);
}

/** The name in parentheses may hold anything; the fields begin after the last one. See proc_pid_stat(5). */
function parse(stat: string): { name: string; startedMs: number; reading: ProcessReading } | undefined {
  const end = stat.lastIndexOf(')');
  const fields = stat.slice(end + 2).split(' ');
  if (end < 0 || fields.length < 22) return undefined;
  const number = (index: number) => Number(fields[index] ?? 0);
  return {
    name: stat.slice(stat.indexOf('(') + 1, end),
    startedMs: (number(19) * 1000) / ticksPerSecond,
    reading: {
      cpuMs: ((number(11) + number(12)) * 1000) / ticksPerSecond,
      threads: number(17),
      virtualBytes: number(20),
      memoryBytes: number(21) * pageBytes,
      disks: null,
    },
  };
}
