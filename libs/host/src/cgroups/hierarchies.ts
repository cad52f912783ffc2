import { posix } from 'node:path';
import { type CgroupFiles, isOneOf } from './cgroup-files.ts';
import { type MountedHierarchy, parseMountInfo, parseOwnGroup } from './mounted.ts';

/** What a control group can do for us. `cpuacct` is v1's name for counting processor time, which v2 always does. */
export const controllers = ['memory', 'cpu', 'cpuacct', 'pids'] as const;
export type Controller = (typeof controllers)[number];

/** A hierarchy that we may make groups in. */
export interface Hierarchy {
  readonly version: 1 | 2;
  /** The directory that our own groups are made in. */
  readonly base: string;
  readonly controllers: ReadonlySet<Controller>;
}

/** Our directory in each hierarchy. */
export const ourName = 'showrunner';
/** Where the control plane itself goes when v2 allows no processes beside groups. */
const ownLeaf = 'showrunner.control';
/** Looks until a group that we empty is empty: what is in it may fork meanwhile. */
const longestMove = 20;

/**
 * Finds the hierarchies that we may use: v2 with whatever controllers it can give us, v1 for the controllers that v2
 * does not have. Where neither has a controller, a v2 that we may only make groups in still tells what belongs together.
 */
export function findHierarchies(files: CgroupFiles): readonly Hierarchy[] {
  const mounted = parseMountInfo(files.read('/proc/self/mountinfo') ?? '');
  const unified = mounted.find(({ version }) => version === 2);
  const second = unified === undefined ? undefined : openSecond(files, unified);
  const first = mounted.filter(({ version }) => version === 1).flatMap((mount) => openFirst(files, mount, second));
  const useful = second !== undefined && (second.controllers.size > 0 || first.length === 0);
  return useful ? [second, ...first] : first;
}

function openFirst(files: CgroupFiles, mount: MountedHierarchy, second: Hierarchy | undefined): readonly Hierarchy[] {
  const ours = controllers.filter((name) => mount.controllers.includes(name) && second?.controllers.has(name) !== true);
  if (ours.length === 0 || !isUsable(files, mount.mountPoint)) return [];
  return [{ version: 1, base: `${mount.mountPoint}/${ourName}`, controllers: new Set(ours) }];
}

function openSecond(files: CgroupFiles, mount: MountedHierarchy): Hierarchy | undefined {
  const parent = parentOf(files, mount);
  if (!isUsable(files, parent)) return undefined;
  const base = `${parent}/${ourName}`;
  const able = controllers.filter((name) => passOn(files, parent, name));
  if (able.length > 0) files.make(base);
  return { version: 2, base, controllers: new Set(able.filter((name) => passOn(files, base, name))) };
}

/**
 * At the root of the machine our groups stand beside those of others, so that they outlive the session or service that
 * we were started in. Elsewhere (a container, a delegated subtree) our own group is all that is ours.
 */
function parentOf(files: CgroupFiles, mount: MountedHierarchy): string {
  if (!files.exists(`${mount.mountPoint}/cgroup.type`)) return mount.mountPoint;
  const own = parseOwnGroup(files.read('/proc/self/cgroup') ?? '') ?? '/';
  const below = posix.relative(mount.mountRoot, own);
  const group = below.startsWith('..') ? mount.mountPoint : posix.join(mount.mountPoint, below);
  return posix.basename(group) === ownLeaf ? posix.dirname(group) : group;
}

function isUsable(files: CgroupFiles, group: string): boolean {
  return files.isWritable(group) && files.isWritable(`${group}/cgroup.procs`);
}

/** Lets the groups below have a controller. Answers whether they do. */
export function passOn(files: CgroupFiles, group: string, controller: Controller): boolean {
  const has = (file: string) => (files.read(`${group}/${file}`) ?? '').trim().split(/\s+/).includes(controller);
  if (!has('cgroup.controllers')) return false;
  if (has('cgroup.subtree_control')) return true;
  try {
    writeControl(files, group, controller);
    return true;
  } catch {
    return false; // a subtree that is not quite ours; what this means is told wherever limits are
  }
}

/** v2 gives controllers only to groups below a group that has no processes of its own. */
function writeControl(files: CgroupFiles, group: string, controller: Controller): void {
  const write = () => files.write(`${group}/cgroup.subtree_control`, `+${controller}`);
  try {
    write();
  } catch (error) {
    if (!isOneOf(error, ['EBUSY'])) throw error;
    moveToLeaf(files, group);
    write();
  }
}

function moveToLeaf(files: CgroupFiles, group: string): void {
  const leaf = `${group}/${ownLeaf}`;
  files.make(leaf);
  for (let look = 0; look < longestMove; look += 1) {
    const pids = readPids(files, group);
    if (pids.length === 0) return;
    for (const pid of pids) moveOne(files, leaf, pid);
  }
}

function moveOne(files: CgroupFiles, group: string, pid: number): void {
  try {
    files.write(`${group}/cgroup.procs`, String(pid));
  } catch (error) {
    if (!isOneOf(error, ['ESRCH'])) throw error; // it has ended meanwhile
  }
}

/** Members of one group; those that another pid namespace hides are 0 and cannot be named. */
export function readPids(files: CgroupFiles, group: string): readonly number[] {
  const pids = (files.read(`${group}/cgroup.procs`) ?? '').split('\n').map(Number);
  return pids.filter((pid) => pid > 0);
}
