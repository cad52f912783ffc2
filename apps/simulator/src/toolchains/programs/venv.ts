import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readArguments, refuse } from './arguments.ts';
import { sitePackages } from './environment.ts';

/** `python3 -m venv [--clear] DIR`: a directory whose `bin/python` runs what this one runs. */
export function createEnvironment(program: string, args: readonly string[]): void {
  const { options, rest } = readArguments('venv', args, {
    '--clear': 'alone',
    '--copies': 'alone',
    '--upgrade-deps': 'alone',
    '--without-pip': 'alone',
  });
  const [directory] = rest;
  if (directory === undefined || rest.length > 1)
    refuse('usage: venv [-h] [--clear] ENV_DIR\nvenv: error: exactly one ENV_DIR is required');
  const root = resolve(directory);
  if (options.has('--clear')) rmSync(root, { recursive: true, force: true });
  mkdirSync(sitePackages(root), { recursive: true });
  mkdirSync(join(root, 'bin'), { recursive: true });
  writeFileSync(
    join(root, 'pyvenv.cfg'),
    `home = ${dirname(resolve(program))}\ninclude-system-site-packages = false\nversion = 3.11.9\nsimulated = true\n`,
  );
  const names = ['python', 'python3', 'python3.11', ...(options.has('--without-pip') ? [] : ['pip', 'pip3'])];
  for (const name of names) {
    const target = join(root, 'bin', name);
    if (resolve(program) !== target) copyFileSync(program, target);
    chmodSync(target, 0o755);
  }
}
