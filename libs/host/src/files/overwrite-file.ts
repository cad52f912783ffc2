import { closeSync, constants, mkdirSync, openSync, write } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { WriteOptions } from '@showrunner/platform';
import { hasCode } from '../system-errors.ts';
import { unwritable } from './replace-file.ts';

const writeAt = promisify(write);

/**
 * See `Files.overwrite`. To open what is there touches memory alone and is done at once; the bytes are handed over by a
 * thread, because a disk that is busy may hold up whoever hands them over.
 */
export async function overwriteFile(
  path: string,
  content: string,
  { mode = 0o644 }: Pick<WriteOptions, 'mode'> = {},
): Promise<void> {
  try {
    const file = openToOverwrite(path, mode);
    try {
      const bytes = Buffer.from(content);
      for (let done = 0; done < bytes.length;) {
        done += (await writeAt(file, bytes, done, bytes.length - done, done)).bytesWritten;
      }
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw unwritable(path, error);
  }
}

function openToOverwrite(path: string, mode: number): number {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_NOFOLLOW;
  try {
    return openSync(path, flags, mode);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    mkdirSync(dirname(path), { recursive: true });
    return openSync(path, flags, mode);
  }
}
