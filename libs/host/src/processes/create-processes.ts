import type { ProcessIdentity, Processes } from '@showrunner/platform';
import { findMembers, signalMembers } from './group.ts';
import { isSameAndAlive } from './identity.ts';
import { takeLock } from './lock.ts';
import { readStat } from './proc-stat.ts';
import { recoverRun } from './recover.ts';
import { runCommand } from './run-command.ts';
import { createSpawner } from '../spawner/spawner.ts';
import { entryOf } from './limits.ts';
import { spawnKept, type StartedKeeper } from './spawn.ts';
import { createUsageReader } from './usage.ts';
import { whenRunEnded } from './when-ended.ts';

/** Processes of this Linux machine. Children go on living when the answer, or this whole process, is gone. */
export function createProcesses(): Processes {
  const own = new Map<string, StartedKeeper['ended']>();
  const road = { spawner: createSpawner(), entryOf };
  const usage = createUsageReader(() => performance.now());
  return {
    async spawn(request) {
      const { process, ended } = await spawnKept(request, road);
      const key = keyOf(process.group);
      if (ended !== undefined) own.set(key, ended);
      void ended?.finally(() => own.delete(key)); // it resolves: the keeper has noted itself, so it was spawned
      return process;
    },
    recover: recoverRun,
    whenEnded: (process, exitFile, signal) => whenRunEnded(process, exitFile, signal, own.get(keyOf(process.group))),
    isAlive: (identity) => Promise.resolve(isSameAndAlive(identity)),
    async signalGroup(process, signal) {
      return signalMembers(process, signal);
    },
    async groupMembers(process) {
      const { group, strays } = findMembers(process);
      return [...group, ...strays];
    },
    async sessionOf(pid) {
      return readStat(pid)?.session;
    },
    async lock(path) {
      return takeLock(path);
    },
    run: runCommand,
    async usage(pid) {
      return usage(pid);
    },
  };
}

function keyOf(group: ProcessIdentity): string {
  return `${group.pid}.${group.startTicks}`;
}
