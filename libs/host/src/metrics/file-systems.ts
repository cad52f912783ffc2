import { statfs } from 'node:fs/promises';
import type { FileSystemReading } from '@showrunner/platform';
import { type MountLine, readMounts } from '../machine/mounts.ts';

/** A file system that has not answered by then has no numbers this time. */
const answerMs = 2_000;
/** A dead FUSE mount holds one of our few threads for ever: with so many held, no further one is asked. */
const mostSilent = 2;

/** Nothing that a person has put files on. */
const pseudoTypes = new Set(
  (
    'autofs binfmt_misc bpf cgroup cgroup2 configfs debugfs devpts devtmpfs efivarfs fusectl hugetlbfs mqueue nsfs proc ' +
    'pstore ramfs rpc_pipefs securityfs selinuxfs sysfs tracefs'
  ).split(' '),
);
const systemDirectories = /^\/(dev|proc|sys)(\/|$)/;

type Numbers = Pick<FileSystemReading, 'space' | 'inodes'>;

export interface FileSystemReader {
  /** The file systems of these paths, in their order. */
  read(paths: readonly string[]): Promise<readonly FileSystemReading[]>;
  /** All that hold files, the root first. */
  list(): Promise<readonly FileSystemReading[]>;
}

/** Asks each file system once at a time, and never waits long for one. */
export function createFileSystemReader(ask: (path: string) => Promise<Numbers> = askKernel): FileSystemReader {
  const asked = new Map<string, Promise<Numbers>>();
  const silent = new Set<string>();

  const numbersOf = (path: string): Promise<Numbers> => {
    const known = asked.get(path);
    if (known !== undefined) return known;
    if (silent.size >= mostSilent) return Promise.resolve({});
    const answer = ask(path).catch(() => ({}));
    asked.set(path, answer);
    void answer.then(() => {
      asked.delete(path);
      silent.delete(path);
    });
    return answer;
  };
  const within = async (path: string): Promise<Numbers> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Numbers>((resolve) => {
      timer = setTimeout(() => {
        silent.add(path);
        resolve({});
      }, answerMs);
    });
    const numbers = await Promise.race([numbersOf(path), late]);
    clearTimeout(timer);
    return numbers;
  };
  const readOne = async (path: string, mounts: readonly MountLine[]): Promise<FileSystemReading> => {
    const mount = mountOf(path, mounts);
    // Gone, silent or not ours to see: it stays in the list, without numbers.
    return { path, mountPoint: mount.point, type: mount.type, ...(await within(path)) };
  };

  return {
    async read(paths) {
      const mounts = await readMounts();
      return Promise.all(paths.map((path) => readOne(path, mounts)));
    },
    async list() {
      const mounts = await readMounts();
      const points = mounts
        .filter(({ type, point }) => !pseudoTypes.has(type) && !systemDirectories.test(point))
        .map(({ point }) => point);
      const sorted = [...new Set(points)].sort((a, b) => (a === '/' ? -1 : b === '/' ? 1 : a.localeCompare(b)));
      return Promise.all(sorted.map((path) => readOne(path, mounts)));
    },
  };
}

async function askKernel(path: string): Promise<Numbers> {
  const facts = await statfs(path);
  const total = facts.blocks * facts.bsize;
  const used = total - facts.bfree * facts.bsize;
  return {
    space: { total, used, free: facts.bavail * facts.bsize },
    inodes: { total: facts.files, used: facts.files - facts.ffree, free: facts.ffree },
  };
}

/** The mount that a path lies in: the deepest, and of several at one place the last. */
function mountOf(path: string, mounts: readonly MountLine[]): { point: string; type: string } {
  let best = { point: '/', type: '' };
  for (const { point, type } of mounts) {
    const holds = point === '/' || path === point || path.startsWith(`${point}/`);
    if (holds && point.length >= best.point.length) best = { point, type };
  }
  return best;
}
