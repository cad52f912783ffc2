import type { CgroupFiles } from './cgroup-files.ts';
import { type Controller, type Hierarchy, readPids } from './hierarchies.ts';

/** One run's group in one hierarchy. */
export interface Place {
  readonly hierarchy: Hierarchy;
  readonly path: string;
}

/** What all processes of a group have used and use. Memory is absent where nothing counts it for the group. */
export interface GroupUsage {
  readonly cpuMs: number | undefined;
  readonly memoryBytes: number | undefined;
}

/** Counts what a group uses; what it has ended is in it, which no look at its members could tell. */
export function readUsage(files: CgroupFiles, places: readonly Place[]): GroupUsage {
  return { cpuMs: firstOf(places, (place) => cpuMs(files, place)), memoryBytes: memoryBytes(files, places) };
}

function cpuMs(files: CgroupFiles, { hierarchy, path }: Place): number | undefined {
  if (hierarchy.version === 2) return scale(fieldOf(files.read(`${path}/cpu.stat`), 'usage_usec'), 1e-3);
  if (!hierarchy.controllers.has('cpuacct')) return undefined;
  return scale(numberOf(files.read(`${path}/cpuacct.usage`)), 1e-6);
}

/** Without files that the kernel only keeps as long as nobody else needs the room. */
function memoryBytes(files: CgroupFiles, places: readonly Place[]): number | undefined {
  const place = holderOf(places, 'memory');
  if (place === undefined) return undefined;
  const second = place.hierarchy.version === 2;
  const used = numberOf(files.read(`${place.path}/${second ? 'memory.current' : 'memory.usage_in_bytes'}`));
  const cached = fieldOf(files.read(`${place.path}/memory.stat`), second ? 'inactive_file' : 'total_inactive_file');
  return used === undefined ? undefined : Math.max(0, used - (cached ?? 0));
}

/** Whether the kernel has ended a process of the group for want of memory; `undefined` where nothing counts that. */
export function wasOutOfMemory(files: CgroupFiles, places: readonly Place[]): boolean | undefined {
  const place = holderOf(places, 'memory');
  if (place === undefined) return undefined;
  const file = place.hierarchy.version === 2 ? 'memory.events' : 'memory.oom_control';
  const kills = fieldOf(files.read(`${place.path}/${file}`), 'oom_kill');
  return kills === undefined ? undefined : kills > 0;
}

/** Looks at the members of a v1 group while they are ended: one that was being forked comes after the first look. */
const longestHunt = 10;

/** Ends all that is in a group. v2 does it at once; in v1 nothing may fork any more, and then each member is ended. */
export function endMembers(files: CgroupFiles, places: readonly Place[], kill: (pid: number) => void): void {
  const [first] = places;
  if (first === undefined) return;
  const killFile = `${first.path}/cgroup.kill`;
  if (first.hierarchy.version === 2 && files.exists(killFile)) return files.write(killFile, '1');
  const counted = holderOf(places, 'pids');
  if (counted !== undefined && files.exists(counted.path)) files.write(`${counted.path}/pids.max`, '0');
  const hit = new Set<number>();
  for (let look = 0; look < longestHunt; look += 1) {
    const fresh = readPids(files, first.path).filter((pid) => !hit.has(pid));
    if (fresh.length === 0) return;
    for (const pid of fresh) {
      kill(pid);
      hit.add(pid);
    }
  }
}

/** The place whose hierarchy has a controller. */
export function holderOf(places: readonly Place[], controller: Controller): Place | undefined {
  return places.find(({ hierarchy }) => hierarchy.controllers.has(controller));
}

function firstOf<T>(places: readonly Place[], read: (place: Place) => T | undefined): T | undefined {
  for (const place of places) {
    const found = read(place);
    if (found !== undefined) return found;
  }
  return undefined;
}

function fieldOf(text: string | undefined, name: string): number | undefined {
  const line = text?.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return numberOf(line?.slice(name.length + 1));
}

function numberOf(text: string | undefined): number | undefined {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function scale(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor;
}
