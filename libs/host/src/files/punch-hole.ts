import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '@showrunner/contracts';
import { hasCode } from '../system-errors.ts';

const probeBytes = 64 * 1024;
/** What was found out, by device number. */
const known = new Map<number, boolean>();

/** Whether holes can be punched into files of this directory; tried once for each file system. */
export async function canPunch(directory: string): Promise<boolean> {
  try {
    const { dev } = await fs.stat(directory);
    const works = known.get(dev) ?? (await tryIn(directory));
    known.set(dev, works);
    return works;
  } catch (error) {
    // Nothing can be said of a file system that is read-only or away at this moment, and it need not stay so.
    if (hasCode(error, 'EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR')) return false;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem('file.unwritable', `Cannot write to ${directory}: ${reason}`, { cause: error });
  }
}

async function tryIn(directory: string): Promise<boolean> {
  const path = join(directory, `.${randomBytes(6).toString('hex')}.tmp`);
  const file = await fs.open(path, 'wx+', 0o600);
  try {
    await file.writeFile(new Uint8Array(2 * probeBytes).fill(1));
    return (await punch(file, probeBytes)) === undefined && (await isHalfEmpty(file));
  } finally {
    await file.close();
    await fs.rm(path, { force: true });
  }
}

/** @throws Problem `file.unwritable` */
export async function punchHole(path: string, fileId: string, lengthBytes: number): Promise<void> {
  let failure: string | undefined;
  try {
    const file = await fs.open(path, 'r+');
    try {
      const { dev, ino } = await file.stat();
      failure = `${dev}:${ino}` === fileId ? await punch(file, lengthBytes) : 'it is another file by now';
    } finally {
      await file.close();
    }
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  if (failure !== undefined)
    throw new Problem('file.unwritable', `Cannot write ${path}: ${failure}`, { details: { path } });
}

/** Node cannot do it itself. The program gets the open file, not its name, which may be another's by then. */
function punch(file: fs.FileHandle, lengthBytes: number): Promise<string | undefined> {
  const argv = ['--punch-hole', '--offset', '0', '--length', String(lengthBytes), '/proc/self/fd/3'];
  return new Promise((resolve) => {
    const child = spawn('fallocate', argv, { stdio: ['ignore', 'ignore', 'pipe', file.fd] });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(0, 500)));
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) =>
      resolve(code === 0 ? undefined : said.trim() || `fallocate: ${signal ?? code}`),
    );
  });
}

async function isHalfEmpty(file: fs.FileHandle): Promise<boolean> {
  const buffer = new Uint8Array(2 * probeBytes);
  const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
  return bytesRead === buffer.length && buffer.every((byte, index) => byte === (index < probeBytes ? 0 : 1));
}
