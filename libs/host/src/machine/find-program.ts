import { access, constants, readdir, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { hasCode } from '../system-errors.ts';

/** Full path of a program on `searchPath`, then in `directories`, where a `*` stands for one path part, newest first. */
export async function findProgram(
  name: string,
  directories: readonly string[],
  searchPath: string,
): Promise<string | undefined> {
  const expanded = await Promise.all(directories.map((pattern) => expand(pattern)));
  for (const directory of [...searchPath.split(delimiter), ...expanded.flat()]) {
    const path = join(directory, name);
    if (directory !== '' && (await isProgram(path))) return path;
  }
  return undefined;
}

async function expand(pattern: string): Promise<readonly string[]> {
  let found = ['/'];
  for (const part of pattern.split('/').filter((piece) => piece !== '')) {
    const next = await Promise.all(
      found.map(async (base) =>
        part === '*' ? (await childrenOf(base)).map((name) => join(base, name)) : [join(base, part)],
      ),
    );
    found = next.flat();
  }
  return found;
}

async function childrenOf(directory: string): Promise<readonly string[]> {
  try {
    const names = await readdir(directory);
    return names.sort((left, right) => right.localeCompare(left, 'en', { numeric: true }));
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES')) return [];
    throw error;
  }
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP')) return false;
    throw error;
  }
}
