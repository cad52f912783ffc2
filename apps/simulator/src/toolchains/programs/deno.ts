/*
 * Stand-in for Deno 2, for builds of simulated programs: installs what is locked (nothing), changes files as an evaluated
 * script says, and puts the stand-in that lies in a project where Vite and the compiler would put the real program.
 */
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { asProgram } from '../../archives/as-program.ts';
import { readArguments, refuse } from './arguments.ts';

const [command, ...rest] = process.argv.slice(2);

switch (command) {
  case '--version':
    process.stdout.write('deno 2.7.12 (simulated stand-in)\n');
    break;
  case 'ci':
    if (rest.length > 0) refuse(`error: unexpected argument '${rest[0] ?? ''}' found`);
    if (!existsSync('deno.lock')) refuse('error: deno ci needs a deno.lock', 1);
    install();
    break;
  case 'install':
    readArguments('deno install', rest, { '--node-modules-dir': 'alone' });
    install();
    break;
  case 'eval':
    evaluate(rest);
    break;
  case 'run':
    run(rest);
    break;
  case 'compile':
    compile(rest);
    break;
  default:
    refuse(`error: unrecognized subcommand '${command ?? ''}'`);
}

function install(): void {
  if (!existsSync('deno.jsonc') && !existsSync('deno.json')) refuse('error: No deno.json file found', 1);
  mkdirSync('node_modules', { recursive: true });
  process.stdout.write('Initialize node_modules (simulated)\n');
}

/** A script may read and write files; of the rest of Deno there is nothing here. */
function evaluate([code, ...more]: readonly string[]): void {
  if (code === undefined || more.length > 0)
    refuse('error: the following required arguments were not provided: <CODE_ARG>');
  const files = {
    readTextFileSync: (path: string): string => readFileSync(path, 'utf8'),
    writeTextFileSync: (path: string, text: string): void => writeFileSync(path, text),
  };
  try {
    // What is evaluated is part of the build that was planned, as with the real one.
    new Function('Deno', code)(files);
  } catch (error) {
    refuse(`error: Uncaught (in promise) ${error instanceof Error ? error.message : String(error)}`, 1);
  }
}

function run(args: readonly string[]): void {
  const { options, rest: words } = readArguments('deno run', args, { '-A': 'alone', '--allow-all': 'alone' });
  const wanted = words.join(' ');
  if (options.size === 0) refuse('error: Uncaught NotCapable: Requires all access, run again with -A', 1);
  if (wanted !== 'vite build' && wanted !== 'npm:vite build') refuse(`error: Module not found "${words[0] ?? ''}"`, 1);
  const output = process.env['APP_BASE_PATH'] ?? 'dist';
  if (!existsSync('node_modules')) refuse('error: Could not find package "vite"; run deno install', 1);
  mkdirSync(`${output}/static`, { recursive: true });
  for (const [from, to] of [
    ['simulated/mod.mjs', 'mod.ts'],
    ['src/lib/shared/build.ts', 'server.js'],
    ['simulated/index.html', 'static/index.html'],
  ] as const) {
    copyFileSync(from, `${output}/${to}`);
  }
  process.stdout.write('✓ built in 1ms (simulated)\n');
}

function compile(args: readonly string[]): void {
  const rights = ['net', 'read', 'write', 'env', 'ffi', 'run', 'sys'].map(
    (right) => [`--allow-${right}`, 'alone'] as const,
  );
  const { options, rest: words } = readArguments('deno compile', args, {
    '--no-check': 'alone',
    '--output': 'value',
    '--target': 'value',
    ...Object.fromEntries(rights),
  });
  const [source] = words;
  const output = options.get('--output');
  if (source === undefined || words.length > 1 || output === undefined)
    refuse('error: one script and --output are needed');
  if (!existsSync(source)) refuse(`error: Module not found "file://${source}".`, 1);
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, asProgram(readFileSync(source, 'utf8')));
  chmodSync(output, 0o755);
  process.stdout.write(`Compile ${source} to ${output}\n`);
}
