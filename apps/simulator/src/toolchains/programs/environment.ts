import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Root of the virtual environment that a program belongs to, by its path as it was called; undefined outside of one. */
export function environmentOf(program: string): string | undefined {
  const root = dirname(dirname(resolve(program)));
  return existsSync(join(root, 'pyvenv.cfg')) ? root : undefined;
}

export function sitePackages(root: string): string {
  return join(root, 'lib', 'python3.11', 'site-packages');
}
