import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeSync,
} from 'node:fs';

/** The kernel's files of control groups. An interface, because the rules of a v2 tree can be had only from a kernel or a fake. */
export interface CgroupFiles {
  /** `undefined` where there is no such file, or what it told of is gone. */
  read(path: string): string | undefined;
  /** Never makes a file. @throws what the kernel says */
  write(path: string, value: string): void;
  exists(path: string): boolean;
  isWritable(path: string): boolean;
  /** Names of the groups in a group; empty where there is none. */
  children(path: string): readonly string[];
  /** Makes one group and answers whether it was not there yet. */
  make(path: string): boolean;
  /** Removes one group and answers whether it is gone: one with members or children stays. */
  remove(path: string): boolean;
}

/** The files of this machine. */
export const kernelFiles: CgroupFiles = {
  read(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      if (isOneOf(error, ['ENOENT', 'ENODEV', 'ESRCH', 'EOPNOTSUPP'])) return undefined;
      throw error;
    }
  },
  write(path, value) {
    const file = openSync(path, constants.O_WRONLY);
    try {
      writeSync(file, value);
    } finally {
      closeSync(file);
    }
  },
  exists: existsSync,
  isWritable(path) {
    try {
      accessSync(path, constants.W_OK);
      return true;
    } catch {
      return false; // not there, not ours, or mounted for reading: the reason changes nothing
    }
  },
  children(path) {
    try {
      const entries = readdirSync(path, { withFileTypes: true });
      return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    } catch (error) {
      if (isOneOf(error, ['ENOENT'])) return [];
      throw error;
    }
  },
  make(path) {
    try {
      mkdirSync(path);
      return true;
    } catch (error) {
      if (isOneOf(error, ['EEXIST'])) return false;
      throw error;
    }
  },
  remove(path) {
    try {
      rmdirSync(path);
      return true;
    } catch (error) {
      if (isOneOf(error, ['EBUSY', 'ENOTEMPTY'])) return false;
      if (isOneOf(error, ['ENOENT'])) return true;
      throw error;
    }
  },
};

/** Whether an error of the kernel is one of these. */
export function isOneOf(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
