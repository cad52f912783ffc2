import type { LimitEnforcers, ProcessIdentity, Processes, SpawnedProcess } from '@showrunner/platform';
import { createCgroups } from '../cgroups/create-cgroups.ts';
import { createSpawner } from '../spawner/spawner.ts';
import { createEndWatch } from './ends/end-watch.ts';
import { recoverRun } from './ends/recover.ts';
import { whenRunEnded } from './ends/when-ended.ts';
import { isSameAndAlive } from './identity.ts';
import { takeLock } from './lock.ts';
import { findMembers, signalMembers } from './members/group.ts';
import { createProcessTable } from './members/process-table.ts';
import { readStat } from './proc-stat.ts';
import { runCommand } from './run-command.ts';
import { changeLimits, entryOf, limitEnforcers } from './start/limits.ts';
import { spawnKept, type SpawnRoad, type StartedKeeper } from './start/spawn.ts';
import { createUsageReader } from './usage.ts';

/** Processes of this Linux machine. Children go on living when the answer, or this whole process, is gone. */
export function createProcesses(): Processes {
  const own = new Map<string, StartedKeeper['ended']>();
  const cgroups = createCgroups();
  const road: SpawnRoad = {
    spawner: createSpawner(),
    entryOf: (request) => entryOf(request, cgroups),
    giveUp: ({ cgroup }) => (cgroup === undefined ? undefined : cgroups.remove(cgroup)),
  };
  const table = createProcessTable();
  const ends = createEndWatch(cgroups);
  const usage = createUsageReader(() => performance.now());
  /** Runs whose control group is removed, so that nothing of them can come again. */
  const over = new WeakSet<SpawnedProcess>();
  let enforcers: LimitEnforcers | undefined;
  return {
    async spawn(request) {
      const { process, ended } = await spawnKept(request, road);
      const key = keyOf(process.group);
      if (ended !== undefined) own.set(key, ended);
      void ended?.finally(() => own.delete(key)); // it resolves: the keeper has noted itself, so it was spawned
      return process;
    },
    recover: (exitFile) => recoverRun(exitFile, cgroups),
    whenEnded: (process, exitFile, signal) =>
      whenRunEnded({ process, exitFile, keeper: own.get(keyOf(process.group)) }, { ends, cgroups }, signal),
    isAlive: (identity) => Promise.resolve(isSameAndAlive(identity)),
    // Asked with every status of every unit, and the same as long as we live.
    limitEnforcers: () => (enforcers ??= limitEnforcers(cgroups)),
    async limit(process, limits) {
      changeLimits(cgroups, process, limits);
    },
    async forgetRuns(owner, except) {
      cgroups.sweep(owner, new Set(except.flatMap(({ cgroup }) => cgroup ?? [])));
    },
    async signalGroup(process, signal) {
      const hit = await signalMembers(process, signal, { table, cgroups });
      if (signal === 'SIGKILL') ends.expectEnd(process);
      return hit;
    },
    async groupMembers(process) {
      if (over.has(process)) return [];
      const { group, strays } = await findMembers(process, { table, cgroups });
      // The keeper was the last to go, so how it ended has been written.
      const empty = group.length + strays.length === 0;
      if (empty && process.cgroup !== undefined && cgroups.remove(process.cgroup)) over.add(process);
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
