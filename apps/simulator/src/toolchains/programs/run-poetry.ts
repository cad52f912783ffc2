import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readArguments, refuse } from './arguments.ts';
import { sitePackages } from './environment.ts';

const common = {
  '--no-interaction': 'alone',
  '-n': 'alone',
  '--no-ansi': 'alone',
  '--no-cache': 'alone',
  '-q': 'alone',
  '-v': 'alone',
} as const;

/** `poetry install`, `update`, `check`, `--version`: checks what Poetry checks, and there is nothing to fetch. */
export function runPoetry(args: readonly string[]): void {
  const [command, ...rest] = args;
  if (command === '--version' || command === '-V') {
    process.stdout.write('Poetry (version 1.8.3)\n');
    return;
  }
  if (command !== 'install' && command !== 'update' && command !== 'check') {
    refuse(`The command "${command ?? ''}" does not exist.`, 1);
  }
  readArguments('poetry', rest, {
    ...common,
    '--no-root': 'alone',
    '--sync': 'alone',
    '--without': 'value',
    '--only': 'value',
    '--with': 'value',
  });
  const project = readProject();
  if (command === 'check') {
    process.stdout.write('All set!\n');
    return;
  }
  if (!existsSync('poetry.lock')) refuse('poetry.lock is missing; this simulated Poetry does not resolve versions', 1);
  const environment = process.env['VIRTUAL_ENV'];
  if (environment === undefined || !existsSync(join(environment, 'pyvenv.cfg'))) {
    refuse('This simulated Poetry installs only into the environment that VIRTUAL_ENV names', 1);
  }
  const marker = join(sitePackages(environment), `${project}-dependencies.dist-info`);
  mkdirSync(marker, { recursive: true });
  writeFileSync(join(marker, 'INSTALLER'), 'poetry (simulated)\n');
  process.stdout.write('Installing dependencies from lock file\n\nNo dependencies to install or update\n');
}

function readProject(): string {
  if (!existsSync('pyproject.toml'))
    refuse(`Poetry could not find a pyproject.toml file in ${process.cwd()} or its parents`, 1);
  const text = readFileSync('pyproject.toml', 'utf8');
  const name = /\[tool\.poetry\][^[]*?^name\s*=\s*"([^"]+)"/ms.exec(text)?.[1];
  return name ?? refuse(`[tool.poetry] section not found in ${process.cwd()}/pyproject.toml`, 1);
}
