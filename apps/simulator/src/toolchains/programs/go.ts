/*
 * Stand-in for Go 1.26, for builds of simulated programs: `go build` of a main package that has a stand-in beside it, with
 * the values that the linker is told to put into it.
 */
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { asProgram } from '../../archives/as-program.ts';
import { withVersion } from '../../archives/with-version.ts';
import { readArguments, refuse } from './arguments.ts';

const newest = 26;
const [command, ...rest] = process.argv.slice(2);

switch (command) {
  case 'version':
    process.stdout.write('go version go1.26.5 linux/simulated\n');
    break;
  case 'build':
    build(rest);
    break;
  default:
    refuse(`go ${command ?? ''}: unknown command\nRun 'go help' for usage.`);
}

function build(args: readonly string[]): void {
  const { options, rest: packages } = readArguments('go build', args, {
    '-o': 'value',
    '-ldflags': 'value',
    '-trimpath': 'alone',
    '-v': 'alone',
  });
  if (packages.length > 1) refuse('go: cannot build several packages into one file', 1);
  const module = readModule();
  const folder = resolve(packages[0] ?? '.');
  const source = join(folder, 'main.go');
  if (!existsSync(source) || !/^package main$/m.test(readFileSync(source, 'utf8'))) {
    refuse(`no Go files in ${folder}`, 1);
  }
  const standIn = join(folder, 'main.stand-in.mjs');
  if (!existsSync(standIn)) refuse(`${source}: this simulated Go cannot compile it: it has no stand-in`, 1);
  const values = linkedValues(options.get('-ldflags') ?? '');
  const [version = '', channel = ''] = ['Version', 'Channel'].map(
    (name) => [...values].find(([path]) => path.endsWith(`.${name}`))?.[1],
  );
  const out = resolve(options.get('-o') ?? basename(module));
  const target = existsSync(out) && statSync(out).isDirectory() ? join(out, basename(module)) : out;
  writeFileSync(target, asProgram(withVersion(readFileSync(standIn, 'utf8'), `${version}-${channel}`)));
  chmodSync(target, 0o755);
}

function readModule(): string {
  if (!existsSync('go.mod')) refuse('go: go.mod file not found in current directory or any parent directory', 1);
  const text = readFileSync('go.mod', 'utf8');
  const minor = Number(/^go 1\.(\d+)/m.exec(text)?.[1] ?? Number.NaN);
  if (!(minor <= newest)) refuse(`go: go.mod requires go >= 1.${minor} (running go 1.${newest}.5)`, 1);
  return /^module (\S+)$/m.exec(text)?.[1] ?? refuse('go: go.mod: no module declaration', 1);
}

/** `-X path.Name=value`, as many as there are; the other flags of the linker are known. */
function linkedValues(flags: string): ReadonlyMap<string, string> {
  const words = flags.split(/\s+/).filter(Boolean);
  const values = new Map<string, string>();
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === '-s' || word === '-w') continue;
    const pair = word === '-X' ? /^([\w./-]+)=(.*)$/.exec(words[++index] ?? '') : null;
    if (pair?.[1] === undefined) refuse(`flag provided but not defined: ${word ?? ''}\nusage: link [options] main.o`);
    values.set(pair[1], pair[2] ?? '');
  }
  return values;
}
