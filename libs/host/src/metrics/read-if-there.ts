import { readFile } from 'node:fs/promises';

/** Processes and interfaces come and go while they are read, and some files are not ours to read. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
