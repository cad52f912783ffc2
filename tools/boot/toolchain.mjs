// Runs on whatever Node the machine has (20 or newer): installs what the lock file says and finds the Node that
// Showrunner itself runs on. Plain JavaScript, no dependency, because nothing is installed yet.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const neededMajor = 24;
const stamp = join(root, 'node_modules', '.showrunner-installed');

/** Installs the packages unless exactly these are installed. */
export function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.log('Installing packages (this takes a minute or two the first time) ...');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { env: process.env });
  writeFileSync(stamp, lock);
}

/** Environment in which `node` is Node 24 or newer: the machine's own, or the one that came with the packages. */
export function nodeEnvironment() {
  const env = {
    ...process.env,
    NX_DAEMON: 'false',
    NX_NO_CLOUD: 'true',
    NX_TUI: 'false',
    npm_config_loglevel: 'error',
  };
  if (Number(process.versions.node.split('.')[0]) >= neededMajor) return env;
  const carried = join(root, 'node_modules', `node-linux-${process.arch}`, 'bin');
  if (!existsSync(join(carried, 'node'))) {
    fail(
      `Showrunner needs Node ${neededMajor}; this is Node ${process.versions.node}, and there is no carried build for ` +
        `${process.platform} ${process.arch}. Install Node ${neededMajor} and try again.`,
    );
  }
  return { ...env, PATH: `${carried}${delimiter}${env.PATH ?? ''}` };
}

/** Runs a program to its end and stops everything when it fails. */
export function run(program, args, { env, quiet = false }) {
  const result = spawnSync(program, args, {
    cwd: root,
    env,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (result.status === 0) return;
  if (quiet) console.error(`${result.stdout}${result.stderr}`);
  fail(`${program} ${args.join(' ')} ended with ${result.status ?? result.signal ?? result.error?.message}.`);
}

export function fail(message) {
  console.error(message);
  process.exit(1);
}
