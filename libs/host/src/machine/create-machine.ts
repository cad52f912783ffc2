import type { Machine } from '@showrunner/platform';
import { readAccounts } from './accounts.ts';
import { findProgram } from './find-program.ts';
import { readMachineFacts } from './machine-facts.ts';
import { endMount, mountAt, mountsWithin, readMounts } from './mounts.ts';
import { createPathLooks } from './path-looks.ts';
import { programOf } from './program-of.ts';

/** Where system tools are, also for users whose search path lacks them. */
const systemDirectories = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/local/bin', '/usr/bin', '/bin'];

/** This machine. */
export function createMachine(): Machine {
  const find = (name: string, directories: readonly string[] = []) =>
    findProgram(name, directories, process.env['PATH'] ?? systemDirectories.join(':'));
  const findFuseHelper = async () =>
    (await find('fusermount3', systemDirectories)) ?? (await find('fusermount', systemDirectories));
  return {
    facts: async () => readMachineFacts((await findFuseHelper()) !== undefined),
    findProgram: find,
    mountsWithin: async (path) => mountsWithin(path, await readMounts()),
    mountAt: async (path) => mountAt(path, await readMounts()),
    ...createPathLooks(),
    programOf,
    async unmount(path) {
      const programs = [await findFuseHelper(), await find('umount', systemDirectories)];
      await endMount(
        path,
        process.getuid?.() === 0,
        programs.filter((program) => program !== undefined),
      );
    },
    accountOf: async (uid) => (await readAccounts()).find(({ owner }) => owner.uid === uid),
    async findAccount(names) {
      const accounts = await readAccounts();
      return names
        .map((name) => accounts.find((account) => account.name === name))
        .find((account) => account !== undefined);
    },
  };
}
