import { statSync } from 'node:fs';
import { isLiving, listPids, type ProcStat, readProc, readStat } from '../proc-stat.ts';
import { markVariable } from '../../keeper/keeper-script.ts';

/** The kernel's own threads are children of this process. */
const kernelThreads = 2;
/** A number is given again only after all others were, which no machine gets done in this time. */
const sureMs = 250;

interface Known {
  /** The number of `/proc/<pid>`: another process under the same pid has another. */
  readonly inode: number;
  /** When it was last seen to be this process. */
  seenAt: number;
  readonly stat: ProcStat;
  /** The run it descends from; empty: none. It is inherited and never changes, so it is read once. */
  mark?: string | undefined;
}

/** All processes of this machine, as seen by one scan that everybody shares who asked before it began. */
export interface ProcessTable {
  /** Looks at the machine; what is asked afterwards without waiting is about that moment or later. */
  refresh(): Promise<void>;
  /** What was born in a session and lives, as it is now. */
  inSession(session: number): readonly ProcStat[];
  /** What carries a mark and lives, as it is now. Nothing that is older than `since` is looked at. */
  marked(mark: string, since: number): readonly ProcStat[];
}

/** Makes the table. Each process is read once and from then on only recognised, so a scan costs little. */
export function createProcessTable(): ProcessTable {
  let known = new Map<number, Known>();
  const sessions = new Map<number, Known[]>();
  const marks = new Map<string, Known[]>();
  let unread: Known[] = [];
  let coming: Promise<void> | undefined;

  const scan = () => {
    const before = known;
    known = new Map();
    sessions.clear();
    marks.clear();
    unread = [];
    const now = performance.now();
    for (const pid of listPids()) {
      const entry = recognise(pid, before.get(pid), now);
      if (entry === undefined) continue;
      known.set(pid, entry);
      add(sessions, entry.stat.session, entry);
      if (entry.mark === undefined) unread.push(entry);
      else if (entry.mark !== '') add(marks, entry.mark, entry);
    }
  };
  const readMarks = (since: number) => {
    const left: Known[] = [];
    for (const entry of unread) {
      if (entry.stat.startTicks < since) left.push(entry);
      else if ((entry.mark = readMark(entry.stat)) !== undefined) add(marks, entry.mark, entry);
    }
    unread = left;
  };

  return {
    refresh() {
      coming ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
        coming = undefined;
        scan();
      });
      return coming;
    },
    inSession: (session) => present(sessions.get(session)),
    marked(mark, since) {
      readMarks(since);
      return present(marks.get(mark));
    },
  };
}

function recognise(pid: number, before: Known | undefined, now: number): Known | undefined {
  if (before !== undefined && now - before.seenAt < sureMs) return before;
  const inode = statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.ino;
  if (inode === undefined) return undefined;
  if (before?.inode === inode) {
    before.seenAt = now;
    return before;
  }
  const stat = readStat(pid);
  return stat === undefined ? undefined : { inode, stat, seenAt: now };
}

/** `undefined`: a program that is just being replaced by another has no environment for a moment. */
function readMark({ pid, parent }: ProcStat): string | undefined {
  if (parent === kernelThreads) return '';
  const environment = readProc(`/proc/${pid}/environ`);
  if (environment === '') return undefined;
  const prefix = `${markVariable}=`;
  const variable = environment?.split('\0').find((text) => text.startsWith(prefix));
  return variable?.slice(prefix.length) ?? '';
}

function present(entries: readonly Known[] = []): readonly ProcStat[] {
  return entries.flatMap(({ stat }) => {
    const now = readStat(stat.pid);
    return now !== undefined && now.startTicks === stat.startTicks && isLiving(now) ? [now] : [];
  });
}

function add<Key>(index: Map<Key, Known[]>, key: Key, entry: Known): void {
  const entries = index.get(key);
  if (entries === undefined) index.set(key, [entry]);
  else entries.push(entry);
}
