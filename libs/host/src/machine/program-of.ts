import { readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { orNothing } from '../system-errors.ts';

/** Name of the file that runs. The kernel's short name is cut after 15 bytes, and Node renames its own to "MainThread". */
export async function programOf(pid: number): Promise<string | undefined> {
  const file = await orNothing(readlink(`/proc/${pid}/exe`));
  if (file !== undefined) return basename(file.replace(/ \(deleted\)$/, ''));
  return (await orNothing(readFile(`/proc/${pid}/comm`, 'utf8')))?.trim();
}
