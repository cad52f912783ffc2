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
