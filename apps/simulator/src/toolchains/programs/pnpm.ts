/* Stand-in for pnpm 10, for builds of simulated programs: a locked installation of nothing, and package scripts. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readArguments, refuse } from './arguments.ts';

const [command, ...rest] = process.argv.slice(2);

switch (command) {
  case '--version':
  case '-v':
    process.stdout.write('10.34.5\n');
    break;
  case 'install':
  case 'i':
    install(rest);
    break;
  case 'run':
    run(rest);
    break;
  default:
    refuse(` ERR_PNPM_RECURSIVE_EXEC_FIRST_FAIL  Command "${command ?? ''}" not found`, 1);
}

function install(args: readonly string[]): void {
  const { options, rest: packages } = readArguments('pnpm', args, {
    '--frozen-lockfile': 'alone',
    '--no-frozen-lockfile': 'alone',
    '--prefer-offline': 'alone',
    '--ignore-scripts': 'alone',
    '--prod': 'alone',
    '--store-dir': 'value',
    '--reporter': 'value',
    '--config.confirmModulesPurge': 'value',
  });
  if (packages.length > 0) refuse(' ERR_PNPM_SIMULATED  This simulated pnpm only installs what is locked', 1);
  checkEngines();
  if (options.has('--frozen-lockfile') && !existsSync('pnpm-lock.yaml')) {
    refuse(' ERR_PNPM_NO_LOCKFILE  Cannot install with "frozen-lockfile" because pnpm-lock.yaml is absent', 1);
  }
  mkdirSync('node_modules', { recursive: true });
  writeFileSync('node_modules/.modules.yaml', 'layoutVersion: 5\n');
  process.stdout.write(
    'Lockfile is up to date, resolution step is skipped\nAlready up to date\nDone in 1ms using pnpm v10.34.5 (simulated)\n',
  );
}

/** With `engine-strict` a project is installed only on a Node that it names. */
function checkEngines(): void {
  const isStrict = existsSync('.npmrc') && /^engine-strict\s*=\s*true\s*$/m.test(readFileSync('.npmrc', 'utf8'));
  const wanted = readPackage().engines?.node;
  const present = Number.parseInt(process.versions.node, 10);
  if (!isStrict || wanted === undefined || namesMajor(wanted, present)) return;
  refuse(
    ` ERR_PNPM_UNSUPPORTED_ENGINE  Unsupported environment (bad pnpm and/or Node.js version)\n\nExpected version: ${wanted}\nGot: v${process.versions.node}`,
    1,
  );
}

/** Ranges as these projects write them: `^22.0.0 || ^24.1.0 || >=26.0.0`. */
function namesMajor(range: string, major: number): boolean {
  return range.split('||').some((part) => {
    const match = /^\s*(\^|~|>=)?\s*(\d+)/.exec(part);
    const named = Number(match?.[2]);
    return match?.[1] === '>=' ? major >= named : major === named;
  });
}

function run(args: readonly string[]): void {
  const [script, ...extra] = args;
  const line = readScripts()[script ?? ''];
  if (script === undefined || line === undefined)
    return refuse(` ERR_PNPM_NO_SCRIPT  Missing script: ${script ?? ''}`, 1);
  if (extra.length > 0) return refuse(` ERR_PNPM_SIMULATED  Unknown arguments: ${extra.join(' ')}`);
  // Scripts of simulated projects are one program and its arguments; no shell is needed for that.
  const [program, ...words] = line.split(' ');
  if (program !== 'node') return refuse(` ERR_PNPM_SIMULATED  This simulated pnpm cannot run: ${line}`, 1);
  process.stdout.write(`> ${line}\n`);
  const result = spawnSync(process.execPath, words, { stdio: 'inherit' });
  process.exitCode = result.status ?? 1;
}

interface Package {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly engines?: { readonly node?: string };
}

function readScripts(): Readonly<Record<string, string>> {
  return readPackage().scripts ?? {};
}

function readPackage(): Package {
  if (!existsSync('package.json'))
    return refuse(` ERR_PNPM_NO_PKG_MANIFEST  No package.json found in ${process.cwd()}`, 1);
  return JSON.parse(readFileSync('package.json', 'utf8')) as Package; // npm's own format.
}
