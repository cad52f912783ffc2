import type { Files } from '../files.ts';
import type { Machine, MachineFacts } from '../machine.ts';

/** A machine that has what it was given. */
export function createFakeMachine(
  given: {
    readonly facts?: Partial<MachineFacts>;
    /** Program name → full path. */
    readonly programs?: Readonly<Record<string, string>>;
    /** Mount point → state; the rest is `none`. */
    readonly mounts?: Map<string, 'mounted' | 'stale'>;
    /** Mount point → which file system it is; one that nobody named is the same all the time. */
    readonly fileSystems?: ReadonlyMap<string, string>;
    /** Where its directories are; without it there is none. */
    readonly files?: Pick<Files, 'facts'>;
    /** Pid → file name of its program. */
    readonly processes?: ReadonlyMap<number, string>;
  } = {},
): Machine {
  return {
    facts: async () => ({
      arch: 'amd64',
      libc: 'gnu',
      isRoot: false,
      bootId: 'boot-1',
      fuse: true,
      userAllowOther: false,
      fuseForUsers: false,
      inContainer: false,
      ...given.facts,
    }),
    findProgram: async (name) => given.programs?.[name],
    mountState: async (path) => given.mounts?.get(path) ?? 'none',
    mountAt: async (path) =>
      given.mounts?.has(path) === true ? (given.fileSystems?.get(path) ?? `0:1 fuse ${path}`) : undefined,
    mountsWithin: async (path) =>
      [...(given.mounts?.keys() ?? [])].filter((point) => `${point}/`.startsWith(`${path}/`)),
    directoryState: async (path) => {
      const isStale = ([point, state]: readonly [string, string]) =>
        state === 'stale' && `${path}/`.startsWith(`${point}/`);
      if ([...(given.mounts ?? [])].some(isStale)) return 'silent';
      return (await given.files?.facts(path))?.kind === 'directory' ? 'directory' : 'none';
    },
    programOf: async (pid) => given.processes?.get(pid),
    unmount: async (path) => void given.mounts?.delete(path),
    accountOf: async () => undefined,
    findAccount: async () => undefined,
  };
}
