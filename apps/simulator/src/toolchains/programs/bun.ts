/*
 * Stand-in for Bun 1.3, for simulated programs: a locked installation of nothing, package scripts, and running files. What
 * it runs are plain modules; Node runs them.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readArguments, refuse } from './arguments.ts';

const version = '1.3.9';
const [command = '', ...rest] = process.argv.slice(2);

switch (command) {
  case '--version':
  case '-v':
    process.stdout.write(`${version}\n`);
    break;
  case 'install':
  case 'i':
    install(rest);
    break;
  case 'run':
    await run(rest);
    break;
  default:
    if (isFile(command)) await runFile(command, rest);
    else refuse(`error: Script not found "${command}"`, 1);
}

function install(args: readonly string[]): void {
  const { options, rest: packages } = readArguments('bun', args, {
    '--frozen-lockfile': 'alone',
    '--production': 'alone',
    '--ignore-scripts': 'alone',
    '--cache-dir': 'value',
  });
  if (packages.length > 0) refuse('error: this simulated Bun only installs what is locked', 1);
  readScripts();
  const locked = existsSync('bun.lock') || existsSync('bun.lockb');
  if (options.has('--frozen-lockfile') && !locked) refuse('error: lockfile had changes, but lockfile is frozen', 1);
  mkdirSync('node_modules', { recursive: true });
  writeFileSync('node_modules/.bun-tag', version);
  process.stdout.write(
    `bun install v${version} (simulated)\n\nChecked 0 installs across 1 package (no changes) [1.00ms]\n`,
  );
}

async function run(args: readonly string[]): Promise<void> {
  // `--bun` only says that programs made for Node are run by Bun as well.
  const [target = '', ...extra] = args[0] === '--bun' ? args.slice(1) : args;
  const line = readScripts()[target];
  if (line === undefined) {
    if (!isFile(target)) refuse(`error: Script not found "${target}"`, 1);
    return runFile(target, extra);
  }
  const [program, ...words] = line.split(' ');
  if (program !== 'bun') return refuse(`error: this simulated Bun cannot run: ${line}`, 1);
  process.stdout.write(`$ ${line}\n`);
  const result = spawnSync(process.argv[1] ?? '', [...words, ...extra], { stdio: 'inherit' });
  process.exitCode = result.status ?? 1;
}

/** Runs a module in this very process. Node does not take TypeScript everywhere, so it is handed over as JavaScript. */
async function runFile(file: string, args: readonly string[]): Promise<void> {
  const path = resolve(file);
  process.argv = [process.argv[0] ?? '', path, ...args];
  if (!path.endsWith('.ts')) {
    await import(pathToFileURL(path).href);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'bun-'));
  const copy = join(folder, basename(path).replace(/\.ts$/, '.mjs'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  copyFileSync(path, copy);
  await import(pathToFileURL(copy).href);
}

function isFile(path: string): boolean {
  return /\.[cm]?[jt]s$/.test(path) && existsSync(path);
}

function readScripts(): Readonly<Record<string, string>> {
  if (!existsSync('package.json'))
    return refuse(`error: No package.json was found for directory "${process.cwd()}"`, 1);
  const parsed = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts?: Record<string, string> }; // npm's own format.
  return parsed.scripts ?? {};
}
