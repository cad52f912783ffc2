import { Problem } from '@showrunner/contracts';
import type { Files } from '@showrunner/platform';

const changing = [
  'write',
  'append',
  'makeDirectory',
  'setOwner',
  'setMode',
  'rename',
  'copy',
  'symlink',
  'remove',
] as const;

/** Files of a process that dies at its n-th change: that one and every later one fail. */
export function createCrashingFiles(files: Files, dieAt: number): { files: Files; died(): boolean } {
  let changes = 0;
  const mortal = new Proxy(files, {
    get: (target, name: keyof Files) => {
      const method = target[name];
      if (!(changing as readonly string[]).includes(name)) return method;
      return (...args: readonly unknown[]) =>
        ++changes >= dieAt ? Promise.reject(new Error('died')) : (Reflect.apply(method, target, args) as unknown);
    },
  });
  return { files: mortal, died: () => changes >= dieAt };
}

/** What needs room on the disk; names and permissions of what is there do not. */
const growing = ['write', 'append', 'makeDirectory', 'copy', 'symlink'] as const;

/** Files of a disk that is full from its n-th growing change on, for good. What is there can still be moved and removed. */
export function createFullDisk(files: Files, fullAt: number): { files: Files; full(): boolean } {
  let changes = 0;
  const refuse = (path: string) =>
    Promise.reject(new Problem('file.unwritable', `Cannot write ${path}: ENOSPC: no space left on device`));
  const disk = new Proxy(files, {
    get: (target, name: keyof Files) => {
      const method = target[name];
      if (!(growing as readonly string[]).includes(name)) return method;
      return async (...args: readonly [string, ...unknown[]]) => {
        const [path] = args;
        // A directory that is there takes no room.
        if (name === 'makeDirectory' && (await target.facts(path)) !== undefined) return;
        if (++changes >= fullAt) return refuse(path);
        return Reflect.apply(method, target, args) as unknown;
      };
    },
  });
  return { files: disk, full: () => changes >= fullAt };
}
