import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findGroups, removeGroups } from './control-groups.ts';
import { findMarked } from './proc.ts';

/** Name of the environment variable that everything started for a run carries. */
export const rigVariable = 'SHOWRUNNER_RIG';

/** A place of its own for one run: a directory, and a mark by which every process of the run is found again. */
export interface Rig {
  readonly directory: string;
  readonly mark: string;
  /** Environment for whatever is started: nothing of ours, but the mark. */
  readonly env: Readonly<Record<string, string>>;
  /** Makes a directory under the rig's. */
  makeDirectory(name: string): string;
  /** Kills everything that carries the mark, until nothing does. Answers how much it found. */
  sweep(): number;
  /** Sweeps and removes the directory. Also happens at the end of this process, however it ends, short of KILL. */
  close(): void;
}

/** So many rounds of killing; a process that forks faster than it is found would be a fault of the programs we wrote. */
const sweepRounds = 200;

/** Opens a rig. Its end is tied to the end of this process. */
export function openRig(name: string): Rig {
  const directory = mkdtempSync(join(tmpdir(), `showrunner-${name}-`));
  const mark = randomUUID();
  const groups = new Set<string>();
  let closed = false;

  const sweep = (): number => {
    let found = 0;
    for (let round = 0; round < sweepRounds; round += 1) {
      const pids = findMarked(rigVariable, mark);
      if (pids.length === 0) {
        removeGroups(groups);
        return found;
      }
      findGroups(pids).forEach((group) => groups.add(group));
      if (round === 0) found = pids.length;
      pids.forEach(killQuietly);
    }
    throw new Error(`Processes of ${directory} live on after ${sweepRounds} rounds of SIGKILL.`);
  };
  const close = (): void => {
    if (closed) return;
    closed = true;
    try {
      sweep();
    } finally {
      rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    }
  };
  process.once('exit', close);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

  return {
    directory,
    mark,
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      LANG: 'C.UTF-8',
      HOME: directory,
      [rigVariable]: mark,
    },
    makeDirectory(child) {
      const path = join(directory, child);
      mkdirSync(path, { recursive: true });
      return path;
    },
    sweep,
    close,
  };
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone meanwhile
  }
}
