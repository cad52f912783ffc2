import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Problem } from '@showrunner/contracts';
import type { ReplaceOptions, WriteOptions } from '@showrunner/platform';
import { hasCode } from '../system-errors.ts';

/**
 * Replaces a file so that a reader, and a machine that loses power, sees the old or the new content and nothing between.
 * A symlink stays one: what it points at is replaced.
 * @throws Problem `file.unwritable`
 */
export function replaceFile(path: string, content: string | Uint8Array, options: ReplaceOptions = {}): Promise<void> {
  if (options.durable === false) return replaceSoon(path, content, options.mode ?? 0o644);
  return replaceWith(path, options, (file) => file.writeFile(content));
}

/** Whole at any moment for whoever reads it, and on disk whenever the system likes. */
async function replaceSoon(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  const temporary = temporaryBeside(path);
  const write = () => fs.writeFile(temporary, content, { flag: 'wx', mode });
  try {
    try {
      await write();
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
      await fs.mkdir(dirname(path), { recursive: true });
      await write();
    }
    await fs.rename(temporary, path);
  } catch (error) {
    if (!hasCode(error, 'ENOTDIR')) await fs.rm(temporary, { force: true });
    throw unwritable(path, error);
  }
}

/** The same for content that is written piece by piece. @throws Problem `file.unwritable` */
export async function replaceWith(
  path: string,
  options: WriteOptions,
  fill: (file: fs.FileHandle) => Promise<void>,
): Promise<void> {
  try {
    const target = await followLink(path);
    await fs.mkdir(dirname(target), { recursive: true });
    const before = await existing(target);
    const temporary = temporaryBeside(target);
    try {
      await writeDurably(temporary, fill, {
        mode: options.mode ?? (before ? before.mode & 0o7777 : 0o644),
        owner: options.owner ?? before,
      });
      await fs.rename(temporary, target);
    } catch (error) {
      await fs.rm(temporary, { force: true });
      throw error;
    }
    await syncDirectory(dirname(target));
  } catch (error) {
    throw unwritable(path, error);
  }
}

function temporaryBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
}

/** A failed write as a problem. */
export function unwritable(path: string, error: unknown): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  return new Problem('file.unwritable', `Cannot write ${path}: ${reason}`, { cause: error, details: { path } });
}

async function followLink(path: string): Promise<string> {
  try {
    return await fs.realpath(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return path;
    throw error;
  }
}

async function existing(path: string) {
  try {
    return await fs.stat(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

async function writeDurably(
  path: string,
  fill: (file: fs.FileHandle) => Promise<void>,
  access: { mode: number; owner: { uid: number; gid: number } | undefined },
): Promise<void> {
  // Nobody else may read the content before it has its final mode.
  const file = await fs.open(path, 'wx', 0o600);
  try {
    await fill(file);
    const { owner } = access;
    const made = await file.stat();
    if (owner && (owner.uid !== made.uid || owner.gid !== made.gid)) await file.chown(owner.uid, owner.gid);
    await file.chmod(access.mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await fs.open(path, 'r');
  try {
    await directory.sync();
  } catch (error) {
    // Some network and FUSE file systems cannot sync a directory; the rename has happened all the same.
    if (!hasCode(error, 'EINVAL', 'ENOTSUP', 'EBADF')) throw error;
  } finally {
    await directory.close();
  }
}
