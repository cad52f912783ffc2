/*
 * Stand-in for a Yarn 4 that a project brings, for builds of simulated programs: a locked installation of nothing, scripts,
 * `workspaces focus`, and `rebuild`, which makes the one native file that the simulated project has.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readArguments } from './arguments.ts';

const version = '4.17.1';
const [command, ...rest] = process.argv.slice(2);

switch (command) {
  case '--version':
  case '-v':
    process.stdout.write(`${version}\n`);
    break;
  case 'install':
    install(rest);
    break;
  case 'run':
    run(rest);
    break;
  case 'workspaces':
    focus(rest);
    break;
  case 'rebuild':
    rebuild(rest);
    break;
  default:
    refuse(`Usage Error: Couldn't find a script named "${command ?? ''}".`);
}

function install(args: readonly string[]): void {
  const { options, rest: extra } = readArguments('yarn', args, {
    '--immutable': 'alone',
    '--no-immutable': 'alone',
    '--inline-builds': 'alone',
  });
  if (extra.length > 0) refuse(`Unknown Syntax Error: Extraneous positional argument ("${extra[0] ?? ''}").`);
  readScripts();
  if (options.has('--immutable') && !existsSync('yarn.lock'))
    refuse('YN0028: The lockfile would have been created by this install, which is explicitly forbidden.');
  mkdirSync('node_modules', { recursive: true });
  writeFileSync('node_modules/.yarn-state.yml', '__metadata:\n  version: 1\n');
  process.stdout.write('➤ YN0000: · Done (simulated)\n');
}

function focus(args: readonly string[]): void {
  if (args.join(' ') !== 'focus --all --production') refuse('Unknown Syntax Error: Command not found.');
  requireInstallation();
  rmSync('node_modules/canvas', { recursive: true, force: true });
  process.stdout.write('➤ YN0000: · Done, without what only the build needs (simulated)\n');
}

function rebuild(packages: readonly string[]): void {
  requireInstallation();
  if (packages.length !== 1 || packages[0] !== 'canvas')
    refuse(`YN0001: There is nothing to rebuild: ${packages.join(', ')}`);
  if (process.env['npm_config_build_from_source'] !== 'true')
    refuse('YN0009: canvas couldn’t be built successfully: there is no binary for this Node');
  mkdirSync('node_modules/canvas/build/Release', { recursive: true });
  writeFileSync('node_modules/canvas/build/Release/canvas.node', 'simulated');
}

function run([script = '', ...extra]: readonly string[]): void {
  requireInstallation();
  const line = readScripts()[script];
  if (line === undefined) return refuse(`Usage Error: Couldn't find a script named "${script}".`);
  const [program, ...words] = line.split(' ');
  if (program !== 'node') return refuse(`This simulated Yarn cannot run: ${line}`);
  const result = spawnSync(process.execPath, [...words, ...extra], { stdio: 'inherit' });
  process.exitCode = result.status ?? 1;
}

function requireInstallation(): void {
  if (!existsSync('node_modules/.yarn-state.yml'))
    refuse(
      'Usage Error: The project in package.json doesn’t seem to have been installed - running an install there might help',
    );
}

function readScripts(): Readonly<Record<string, string>> {
  if (!existsSync('package.json')) return refuse('Usage Error: No project found in the initial directory');
  const parsed = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts?: Record<string, string> }; // npm's own format.
  return parsed.scripts ?? {};
}

/** Yarn tells its mistakes on standard output, and ends with 1. */
function refuse(message: string): never {
  process.stdout.write(`${message}\n`);
  process.exit(1);
}
