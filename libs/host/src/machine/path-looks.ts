import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { Problem } from '@showrunner/contracts';
import type { Machine } from '@showrunner/platform';
import { readMounts } from './mounts.ts';

/** A process that asks a path something. */
export interface PathHelper {
  /** Resolves with its end: its exit code. A helper that waits in the kernel may never end. */
  readonly ended: Promise<number | null>;
  kill(): void;
}

type Question = readonly [program: string, ...argv: string[]];

/** More helpers than this do not wait at the same time; so many mounts do not die at once. */
const mostHelpers = 16;

/**
 * See `Machine.mountState` and `Machine.directoryState`. The kernel's table answers whether there is a mount. Whatever
 * has to go through a path is asked by a helper process, because a dead FUSE mount would hold one of our own few threads
 * for ever. There is one helper a question: one that not even KILL ends is not joined by another with every look, and
 * its path does not answer until the mount is ended.
 */
export function createPathLooks(
  start: (question: Question) => PathHelper = startHelper,
): Pick<Machine, 'mountState' | 'directoryState'> {
  const waiting = new Map<string, PathHelper>();

  const helperOf = (question: Question): PathHelper | undefined => {
    const key = question.join('\0');
    const known = waiting.get(key);
    if (known !== undefined || waiting.size >= mostHelpers) return known;
    const helper = start(question);
    waiting.set(key, helper);
    const forget = () => void waiting.delete(key);
    helper.ended.then(forget, forget);
    return helper;
  };

  /** The exit code of the helper; `undefined` where none came in time. */
  const ask = async (question: Question, timeoutMs: number): Promise<number | null | undefined> => {
    const helper = helperOf(question);
    return helper === undefined ? undefined : await endsWithin(helper, timeoutMs);
  };

  return {
    async mountState(path, timeoutMs) {
      const mounts = await readMounts();
      if (!mounts.some(({ point }) => point === resolve(path))) return 'none';
      return (await ask(['stat', '-f', '--', resolve(path)], timeoutMs)) === 0 ? 'mounted' : 'stale';
    },
    async directoryState(path, timeoutMs) {
      const code = await ask(['test', '-d', resolve(path)], timeoutMs);
      if (code === 0) return 'directory';
      return code === 1 ? 'none' : 'silent';
    },
  };
}

function endsWithin(helper: PathHelper, timeoutMs: number): Promise<number | null | undefined> {
  return new Promise((settle, reject) => {
    const timer = setTimeout(() => {
      helper.kill();
      settle(undefined);
    }, timeoutMs);
    helper.ended.finally(() => clearTimeout(timer)).then(settle, reject);
  });
}

function startHelper([program, ...argv]: Question): PathHelper {
  const child = spawn(program, argv, { cwd: '/', stdio: 'ignore', detached: true });
  child.unref();
  const ended = new Promise<number | null>((settle, reject) => {
    child.once('error', (error) => {
      const message = `The program ${program} could not be started: ${error.message}.`;
      reject(new Problem('host.missing', message, { cause: error }));
    });
    child.once('exit', (code) => settle(code));
  });
  return { ended, kill: () => void child.kill('SIGKILL') };
}
