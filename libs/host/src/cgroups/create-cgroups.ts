import { createHash, randomUUID } from 'node:crypto';
import { posix } from 'node:path';
import type { LimitEnforcer, ProcessLimits, RunName } from '@showrunner/platform';
import { type CgroupFiles, isOneOf, kernelFiles } from './cgroup-files.ts';
import { endMembers, type GroupUsage, type Place, readUsage, wasOutOfMemory } from './group-facts.ts';
import { type Controller, findHierarchies, type Hierarchy, ourName, passOn, readPids } from './hierarchies.ts';
import { writeLimits } from './limit-files.ts';

/** A group that was made for a run that is about to start. */
export interface MadeGroup {
  /** What finds it again: `<data root>/<unit>.<run>.<chance>`, below our directory of each hierarchy; never used twice. */
  readonly name: string;
  /** Files that a process tells `0` to, which is how it enters. */
  readonly entryFiles: readonly string[];
}

/** The limits of a run that the kernel is made to keep by its group. */
export type GroupLimit = Exclude<Controller, 'cpuacct'>;

/** Control groups of this machine: one a run, in every hierarchy that is of use. */
export interface Cgroups {
  /** What holds a limit here; `undefined`: nothing does. */
  enforcerOf(limit: GroupLimit): LimitEnforcer | undefined;
  /** Makes the group of a run. `undefined`: this machine has none for us. @throws what the kernel says */
  make(run: RunName, limits: ProcessLimits): MadeGroup | undefined;
  /** Living or not; a zombie that nobody has looked at yet is in it. */
  members(name: string): readonly number[];
  /** The members, where that is all of the run; `undefined` where the group is not there, or has groups below it. */
  roster(name: string): readonly number[] | undefined;
  /** Puts other limits on what runs. @throws what the kernel says, EBUSY where it uses more memory already */
  limit(name: string, limits: ProcessLimits): void;
  end(name: string, kill: (pid: number) => void): void;
  usage(name: string): GroupUsage;
  /** The run's group that a process is in. */
  groupOf(pid: number): string | undefined;
  /** Whether the kernel has ended one of its processes for want of memory. */
  outOfMemory(name: string): boolean;
  /** Removes the group if nothing is in it, and the directory of its data root with the last. Answers whether it is gone. */
  remove(name: string): boolean;
  /** Removes empty groups that former control planes of this data root have left, except those that are named. */
  sweep(owner: string, kept: ReadonlySet<string>): void;
}

const anyName = /^[0-9a-f]{12}\/[^/]+$/;
const nameInPath = new RegExp(`/${ourName}/([0-9a-f]{12}/[^/\\n]+)$`, 'm');

/** Looks at the machine when it is first asked for something. */
export function createCgroups(files: CgroupFiles = kernelFiles): Cgroups {
  let found: readonly Hierarchy[] | undefined;
  const hierarchies = () => (found ??= findHierarchies(files));
  // A name comes back to us from files of our own; it still must not lead out of our directory.
  const placesOf = (name: string): readonly Place[] =>
    anyName.test(name) ? hierarchies().map((hierarchy) => ({ hierarchy, path: `${hierarchy.base}/${name}` })) : [];
  return {
    enforcerOf(limit) {
      const hierarchy = hierarchies().find(({ controllers }) => controllers.has(limit));
      return hierarchy === undefined ? undefined : hierarchy.version === 2 ? 'cgroup-v2' : 'cgroup-v1';
    },
    make(run, limits) {
      const owner = ownerOf(run.owner);
      const name = `${owner}/${safe(run.name)}.${randomUUID().slice(0, 8)}`;
      const places = placesOf(name);
      if (places.length === 0) return undefined;
      for (const place of places) makePlace(files, place, owner, limits);
      return { name, entryFiles: places.map(({ hierarchy, path }) => `${path}/${entryFileOf(hierarchy)}`) };
    },
    members(name) {
      const [first] = placesOf(name);
      return first === undefined ? [] : readPids(files, first.path);
    },
    roster(name) {
      const paths = placesOf(name).map(({ path }) => path);
      const whole = paths.length > 0 && paths.every((path) => files.exists(path) && files.children(path).length === 0);
      // What has been moved out of it in one hierarchy is still in it in the others.
      return whole ? [...new Set(paths.flatMap((path) => readPids(files, path)))] : undefined;
    },
    limit(name, limits) {
      const places = placesOf(name);
      refuseIfOver(files, places, limits.memoryBytes);
      for (const { hierarchy, path } of places) writeLimits(files, hierarchy, path, limits);
    },
    end: (name, kill) => endMembers(files, placesOf(name), kill),
    usage: (name) => readUsage(files, placesOf(name)),
    groupOf: (pid) => nameInPath.exec(files.read(`/proc/${pid}/cgroup`) ?? '')?.[1],
    outOfMemory: (name) => wasOutOfMemory(files, placesOf(name)) ?? false,
    remove(name) {
      const left = placesOf(name).filter(({ path }) => !files.remove(path));
      for (const { hierarchy } of placesOf(name)) files.remove(`${hierarchy.base}/${posix.dirname(name)}`);
      return left.length === 0;
    },
    sweep(owner, kept) {
      const directory = ownerOf(owner);
      for (const { base } of hierarchies()) {
        const names = files.children(`${base}/${directory}`).filter((name) => !kept.has(`${directory}/${name}`));
        for (const name of names) files.remove(`${base}/${directory}/${name}`);
        files.remove(`${base}/${directory}`);
      }
    },
  };
}

/** Short and the same for ever: one data root, one directory. */
function ownerOf(owner: string): string {
  return createHash('sha256').update(owner).digest('hex').slice(0, 12);
}

function safe(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/g, '-').replace(/^\.+/, '');
}

function makePlace(files: CgroupFiles, { hierarchy, path }: Place, owner: string, limits: ProcessLimits): void {
  if (!makeBelow(files, path)) {
    for (const parent of [hierarchy.base, `${hierarchy.base}/${owner}`]) makeParent(files, hierarchy, parent);
    files.make(path);
  }
  // What is not asked for is as a new group has it.
  const asked = [...hierarchy.controllers].filter((controller) => isAsked(controller, hierarchy, limits));
  writeLimits(files, { ...hierarchy, controllers: new Set(asked) }, path, limits);
}

/** Whether it could be made: whether that which it is to be in was there. */
function makeBelow(files: CgroupFiles, path: string): boolean {
  try {
    files.make(path);
    return true;
  } catch (error) {
    if (isOneOf(error, ['ENOENT'])) return false;
    throw error;
  }
}

function makeParent(files: CgroupFiles, hierarchy: Hierarchy, parent: string): void {
  if (!files.make(parent) || hierarchy.version === 1) return;
  for (const controller of hierarchy.controllers) passOn(files, parent, controller);
}

/** v2 is told of every group that it ends as a whole for want of memory. */
function isAsked(controller: Controller, { version }: Hierarchy, { memoryBytes, cpus, pids }: ProcessLimits): boolean {
  const values = { memory: version === 2 ? 'whole' : memoryBytes, cpu: cpus, cpuacct: undefined, pids };
  return values[controller] !== undefined;
}

/**
 * v1 takes single tasks, which costs a tenth of a millisecond; a whole process has to wait until no process of the
 * machine is forking, ten. What enters is a shell with one task, so both come to the same; v2 has only the latter.
 */
function entryFileOf({ version }: Hierarchy): string {
  return version === 1 ? 'tasks' : 'cgroup.procs';
}

/** v2 would end what already uses more; a change of settings must not. */
function refuseIfOver(files: CgroupFiles, places: readonly Place[], memoryBytes: number | undefined): void {
  const used = memoryBytes === undefined ? undefined : readUsage(files, places).memoryBytes;
  if (memoryBytes === undefined || used === undefined || used <= memoryBytes) return;
  throw Object.assign(new Error(`It uses ${used} bytes already`), { code: 'EBUSY' });
}
