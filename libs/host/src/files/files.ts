import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname } from 'node:path';
import { Problem } from '@showrunner/contracts';
import type { FileFacts, Files, Owner, WriteOptions } from '@showrunner/platform';
import { compressRange, readCompressed } from './compress-range.ts';
import { canPunch, punchHole } from './punch-hole.ts';
import { overwriteFile } from './overwrite-file.ts';
import { replaceFile } from './replace-file.ts';
import { followFile } from './follow-file.ts';
import { hasCode } from '../system-errors.ts';

/** The file system of this machine. */
export function createFiles(): Files {
  return {
    readText: (path) => reading(path, fs.readFile(path, 'utf8')),
    readBytes: (path) => reading(path, fs.readFile(path)),
    write: replaceFile,
    overwrite: overwriteFile,
    append: (path, content) => writing(path, () => fs.appendFile(path, content)),
    facts,
    list: async (path) => (await absentIsUndefined(fs.readdir(path)))?.sort() ?? [],
    makeDirectory,
    setOwner,
    setMode: (path, mode) => writing(path, () => fs.chmod(path, mode)),
    rename: (from, to) => writing(to, () => fs.rename(from, to)),
    copy: (from, to, options) =>
      writing(to, () =>
        fs.cp(from, to, { recursive: options?.recursive ?? false, preserveTimestamps: true, verbatimSymlinks: true }),
      ),
    symlink: (target, path) => writing(path, () => fs.symlink(target, path)),
    readLink,
    remove: (path, options) =>
      writing(path, () => fs.rm(path, { force: true, recursive: options?.recursive ?? false, maxRetries: 3 })),
    readRange,
    sha256: (path) => reading(path, hashFile(path)),
    compress: compressRange,
    decompress: readCompressed,
    canPunch,
    punch: punchHole,
    follow: followFile,
  };
}

async function absentIsUndefined<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

/** Reads what is there, and names what is there but cannot be read; the cause keeps the kernel's code. */
async function reading<T>(path: string, work: Promise<T>): Promise<T | undefined> {
  try {
    return await absentIsUndefined(work);
  } catch (error) {
    const reason = hasCode(error, 'EISDIR') ? 'a directory is in its place' : String((error as Error).message);
    throw new Problem('file.unreadable', `Cannot read ${path}: ${reason}.`, { cause: error, details: { path } });
  }
}

/** Gives a failing change of the file system its name; the cause keeps the kernel's code. */
async function writing(path: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem('file.unwritable', `Cannot write ${path}: ${reason}`, { cause: error, details: { path } });
  }
}

async function facts(path: string): Promise<FileFacts | undefined> {
  const stat = await absentIsUndefined(fs.lstat(path));
  if (stat === undefined) return undefined;
  const kind = stat.isFile() ? 'file' : stat.isDirectory() ? 'directory' : stat.isSymbolicLink() ? 'symlink' : 'other';
  return {
    kind,
    sizeBytes: stat.size,
    mode: stat.mode & 0o7777,
    owner: { uid: stat.uid, gid: stat.gid },
    id: `${stat.dev}:${stat.ino}`,
    modifiedAt: stat.mtimeMs,
    ...(stat.birthtimeMs > 0 ? { bornAt: stat.birthtimeMs } : {}),
  };
}

/** Mode and owner are for the directory that is named and those that had to be made for it. */
async function makeDirectory(path: string, options: WriteOptions = {}): Promise<void> {
  await writing(path, async () => {
    const first = await fs.mkdir(path, { recursive: true });
    for (let made = path; first !== undefined && made.length >= first.length; made = dirname(made)) {
      if (options.mode !== undefined) await fs.chmod(made, options.mode);
      if (options.owner) await fs.chown(made, options.owner.uid, options.owner.gid);
    }
  });
}

async function setOwner(path: string, owner: Owner, options: { recursive?: boolean } = {}): Promise<void> {
  await writing(path, async () => {
    await fs.lchown(path, owner.uid, owner.gid);
    if (!options.recursive || !(await fs.lstat(path)).isDirectory()) return;
    for (const entry of await fs.readdir(path, { withFileTypes: true, recursive: true })) {
      await fs.lchown(`${entry.parentPath}/${entry.name}`, owner.uid, owner.gid);
    }
  });
}

async function readLink(path: string): Promise<string | undefined> {
  try {
    return await fs.readlink(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EINVAL')) return undefined;
    throw error;
  }
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer); // without an encoding it is bytes
  return hash.digest('hex');
}

async function readRange(path: string, offset: number, limitBytes: number): Promise<Uint8Array> {
  const file = await fs.open(path, 'r');
  try {
    const buffer = new Uint8Array(limitBytes);
    let filled = 0;
    while (filled < limitBytes) {
      const { bytesRead } = await file.read(buffer, filled, limitBytes - filled, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  } finally {
    await file.close();
  }
}
