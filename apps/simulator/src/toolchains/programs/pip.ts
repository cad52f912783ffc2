import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { readArguments, refuse } from './arguments.ts';
import { sitePackages } from './environment.ts';
import { readZip } from './read-zip.ts';

const flags = {
  '-r': 'value',
  '--requirement': 'value',
  '-i': 'value',
  '--index-url': 'value',
  '--extra-index-url': 'value',
  '--trusted-host': 'value',
  '--cache-dir': 'value',
  '--progress-bar': 'value',
  '--retries': 'value',
  '--timeout': 'value',
  '--no-cache-dir': 'alone',
  '--no-input': 'alone',
  '--no-deps': 'alone',
  '--no-warn-script-location': 'alone',
  '--disable-pip-version-check': 'alone',
  '--prefer-binary': 'alone',
  '--only-binary': 'value',
  '--no-color': 'alone',
  '--upgrade': 'alone',
  '-U': 'alone',
  '-q': 'alone',
  '--quiet': 'alone',
} as const;

// Part of every environment, or part of this toolchain.
const present = new Set(['pip', 'setuptools', 'wheel', 'poetry']);

/** `pip install`, `pip check` and `pip --version` against an index as PEP 503 describes it. */
export async function runPip(environment: string | undefined, args: readonly string[]): Promise<void> {
  const [command, ...rest] = args;
  switch (command) {
    case '--version':
      process.stdout.write('pip 24.0 (simulated stand-in, python 3.11)\n');
      return;
    case 'check':
      if (rest.length > 0) refuse(`ERROR: unknown arguments ${rest.join(' ')}`);
      process.stdout.write('No broken requirements found.\n');
      return;
    case 'install':
      return install(environment, rest);
    default:
      return refuse(`ERROR: unknown command "${command ?? ''}"`, 1);
  }
}

async function install(environment: string | undefined, args: readonly string[]): Promise<void> {
  const { options, rest } = readArguments('pip', args, flags);
  if (environment === undefined) refuse('error: externally-managed-environment', 1);
  const files = listsIn(args);
  const wanted = [...rest, ...files.flatMap(readRequirements)];
  if (wanted.length === 0 && files.length === 0)
    refuse('ERROR: You must give at least one requirement to install (see "pip help install")', 1);
  const index = options.get('--index-url') ?? options.get('-i') ?? process.env['PIP_INDEX_URL'];
  const installed: string[] = [];
  for (const requirement of wanted) {
    const match = /^([A-Za-z0-9][\w.-]*)\s*(?:(==|>=)\s*([\w.]+))?$/.exec(requirement);
    if (match?.[1] === undefined) return refuse(`ERROR: Invalid requirement: '${requirement}'`, 1);
    if (present.has(match[1])) {
      process.stdout.write(`Requirement already satisfied: ${match[1]}\n`);
      continue;
    }
    if (index === undefined) refuse('ERROR: this simulated pip needs --index-url or PIP_INDEX_URL', 1);
    installed.push(await installWheel(environment, index, match[1], { by: match[2], version: match[3] }));
  }
  if (installed.length > 0) process.stdout.write(`Successfully installed ${installed.join(' ')}\n`);
}

/** Each of the lists that the arguments name; there may be several. */
function listsIn(args: readonly string[]): readonly string[] {
  return args.flatMap((argument, index) => {
    const at = argument.indexOf('=');
    if (argument === '-r' || argument === '--requirement') return [args[index + 1] ?? ''];
    return argument.startsWith('--requirement=') ? [argument.slice(at + 1)] : [];
  });
}

/** Lines of a list, without options of a line and without what is for another system. */
function readRequirements(file: string): readonly string[] {
  if (!existsSync(file))
    refuse(`ERROR: Could not open requirements file: [Errno 2] No such file or directory: '${file}'`, 1);
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '' && !/;\s*(?:platform_system|sys_platform)\s*==\s*["'](?!Linux|linux)/.test(line))
    .map((line) => line.replace(/\s*;.*$/, '').replace(/\s+--only-binary=\S+$/, ''));
}

async function installWheel(
  environment: string,
  index: string,
  name: string,
  wanted: { readonly by: string | undefined; readonly version: string | undefined },
): Promise<string> {
  const base = `${index.replace(/\/$/, '')}/${name.toLowerCase().replaceAll(/[-_.]+/g, '-')}/`;
  process.stdout.write(`Looking in indexes: ${index}\nCollecting ${name}\n`);
  const page = await fetch(base);
  const links = page.ok
    ? [...(await page.text()).matchAll(/<a href="([^"#]+)(?:#sha256=([0-9a-f]+))?">([^<]+)<\/a>/g)]
    : [];
  const link = links.find(([, , , file]) => fits(file?.split('-')[1] ?? '', wanted));
  if (link?.[1] === undefined || link[3] === undefined) {
    const have = links.map(([, , , file]) => file?.split('-')[1]).join(', ') || 'none';
    return refuse(
      `ERROR: Could not find a version that satisfies the requirement ${name}${wanted.by ?? '=='}${wanted.version ?? '*'} (from versions: ${have})`,
      1,
    );
  }
  const wheel = Buffer.from(await (await fetch(new URL(link[1], base))).arrayBuffer());
  if (link[2] !== undefined && createHash('sha256').update(wheel).digest('hex') !== link[2]) {
    return refuse(`ERROR: THESE PACKAGES DO NOT MATCH THE HASHES: ${link[3]}`, 1);
  }
  const target = sitePackages(environment);
  for (const entry of await readZip(wheel)) {
    const path = normalize(join(target, entry.path));
    if (!path.startsWith(`${target}/`))
      return refuse(`ERROR: The wheel has a file with path ${entry.path} outside of it`, 1);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, entry.content);
  }
  writeConsoleScripts(environment, link[3]);
  return `${name}-${link[3].split('-')[1] ?? ''}`;
}

function fits(have: string, { by, version }: { by: string | undefined; version: string | undefined }): boolean {
  if (by === undefined || version === undefined) return true;
  if (by === '==') return have === version;
  const [a, b] = [have, version].map((text) => text.split('.').map(Number));
  const differs = b?.findIndex((part, index) => part !== (a?.[index] ?? 0)) ?? -1;
  return differs === -1 || (a?.[differs] ?? 0) > (b?.[differs] ?? 0);
}

function writeConsoleScripts(environment: string, wheelFile: string): void {
  const [name, version] = wheelFile.split('-');
  const target = sitePackages(environment);
  const info = readdirSync(target).find((entry) => entry === `${name}-${version}.dist-info`);
  const path = join(target, info ?? '', 'entry_points.txt');
  if (info === undefined || !existsSync(path)) return;
  const section = readFileSync(path, 'utf8').split('[console_scripts]')[1] ?? '';
  for (const [, script, module] of section.matchAll(/^(\S+)\s*=\s*([\w.]+):\w+$/gm)) {
    const file = join(target, `${module?.replaceAll('.', '/') ?? ''}.py`);
    const python = join(environment, 'bin', 'python');
    // The shell form that pip itself writes where a path is too long or has spaces.
    const text = `#!/bin/sh\nexec ${quote(python)} ${quote(file)} "$@"\n`;
    writeFileSync(join(environment, 'bin', script ?? ''), text, { mode: 0o755 });
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
