import { existsSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';

const mountPoint = '/sys/fs/cgroup';

/** The directories of control groups that an engine has made for the processes of a run, in all hierarchies. */
export function findGroups(pids: readonly number[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const pid of pids) {
    for (const line of readQuietly(`/proc/${pid}/cgroup`).split('\n')) {
      const [, names = '', owner] = /^\d+:([^:]*):(\/(?:.*\/)?showrunner\/[^/]+)\//.exec(line) ?? [];
      if (owner === undefined) continue;
      const places = ['', 'unified', ...names.split(',')].map((name) => join(mountPoint, name, owner));
      places.filter((place) => existsSync(place)).forEach((place) => found.add(place));
    }
  }
  return found;
}

/** Removes an engine's groups, which are empty now. One that is not yet is left for the next call. */
export function removeGroups(directories: Iterable<string>): void {
  for (const directory of directories) {
    if (!existsSync(directory)) continue;
    const groups = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const { name } of groups) removeQuietly(join(directory, name));
    removeQuietly(directory);
  }
}

function removeQuietly(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // a zombie that nobody has reaped yet still counts as its member
  }
}

function readQuietly(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return ''; // gone meanwhile
  }
}
