import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { Problem } from '@showrunner/contracts';
import { readMounts } from './mounts.ts';

/** A process that asks a mount something. */
export interface MountHelper {
  /** Resolves with its end: whether the mount answered. A helper that waits in the kernel may never end. */
  readonly ended: Promise<boolean>;
  kill(): void;
}

/** More helpers than this do not wait at the same time; so many mounts do not die at once. */
const mostHelpers = 16;

/**
 * See `Machine.mountState`. The kernel's table answers whether there is a mount. Whether it answers is asked by a helper
 * process, because a dead FUSE mount would hold one of our own few threads for ever. There is one helper a path: one
 * that not even KILL ends is not joined by another with every look, and its path is stale until the mount is ended.
 */
export function createMountLooks(start: (path: string) => MountHelper = startStat) {
  const waiting = new Map<string, MountHelper>();

  const helperOf = (path: string): MountHelper | undefined => {
    const known = waiting.get(path);
    if (known !== undefined || waiting.size >= mostHelpers) return known;
    const helper = start(path);
    waiting.set(path, helper);
    const forget = () => void waiting.delete(path);
    helper.ended.then(forget, forget);
    return helper;
  };

  return async (path: string, timeoutMs: number): Promise<'none' | 'mounted' | 'stale'> => {
    const mounts = await readMounts();
    if (!mounts.some(({ point }) => point === resolve(path))) return 'none';
    const helper = helperOf(resolve(path));
    return helper !== undefined && (await endsWithin(helper, timeoutMs)) ? 'mounted' : 'stale';
  };
}

function endsWithin(helper: MountHelper, timeoutMs: number): Promise<boolean> {
  return new Promise((settle, reject) => {
    const timer = setTimeout(() => {
      helper.kill();
      settle(false);
    }, timeoutMs);
    helper.ended.finally(() => clearTimeout(timer)).then(settle, reject);
  });
}

function startStat(path: string): MountHelper {
  const child = spawn('stat', ['-f', '--', path], { cwd: '/', stdio: 'ignore', detached: true });
  child.unref();
  const ended = new Promise<boolean>((settle, reject) => {
    child.once('error', (error) => {
      reject(new Problem('host.missing', `The program stat could not be started: ${error.message}.`, { cause: error }));
    });
    child.once('exit', (code) => settle(code === 0));
  });
  return { ended, kill: () => void child.kill('SIGKILL') };
}
