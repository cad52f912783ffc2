import { readdirSync, readlinkSync } from 'node:fs';
import { isSameAndAlive } from '../processes/identity.ts';
import { listPids, readProc } from '../processes/proc-stat.ts';
import { spawnerName } from '../spawner/spawner-script.ts';

/** Pids of others that have a run record open: only what becomes a keeper, or is one, does. */
export function recordHolders(exitFile: string): readonly number[] {
  return listPids().filter((pid) => {
    if (pid === process.pid) return false;
    try {
      const directory = `/proc/${pid}/fd`;
      return readdirSync(directory).some((name) => readlinkSync(`${directory}/${name}`) === exitFile);
    } catch {
      return false; // gone meanwhile, or not ours to look at: not our keeper either
    }
  });
}

/** Whether a spawner lives whose control plane is dead: it is about to end, but an order of it may be half done. */
export function hasLeftSpawner(bootId: string): boolean {
  return listPids().some((pid) => {
    const words = readProc(`/proc/${pid}/cmdline`)?.split('\0') ?? [];
    const at = words.indexOf(spawnerName);
    if (at < 0) return false;
    const owner = { pid: Number(words[at + 1]), startTicks: Number(words[at + 2]), bootId };
    return !isSameAndAlive(owner);
  });
}
