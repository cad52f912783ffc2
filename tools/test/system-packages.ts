import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';

/** A program that the tests use for real, how to see whether it is there, and the Debian packages that bring it. */
interface Requirement {
  readonly name: string;
  readonly present: () => boolean;
  readonly packages: readonly string[];
}

const requirements: readonly Requirement[] = [
  { name: 'Chromium', present: () => existsSync('/usr/bin/chromium'), packages: ['chromium'] },
  {
    name: 'PostgreSQL',
    present: () => globSync('/usr/lib/postgresql/*/bin/initdb').length > 0,
    packages: ['postgresql'],
  },
  { name: 'rclone', present: () => existsSync('/usr/bin/rclone'), packages: ['rclone'] },
  { name: 'nginx', present: () => existsSync('/usr/sbin/nginx'), packages: ['nginx-light'] },
  { name: 'FUSE', present: () => existsSync('/usr/bin/fusermount3'), packages: ['fuse3'] },
];

/**
 * Installs what is missing where apt may be used; otherwise says what to install and fails, because a test that needs a
 * program is never skipped.
 */
export function installSystemPackages(): void {
  const missing = requirements.filter((requirement) => !requirement.present());
  if (missing.length === 0) return;
  const packages = missing.flatMap((requirement) => requirement.packages);
  const names = missing.map((requirement) => requirement.name).join(', ');
  const remedy = `apt-get install --no-install-recommends ${packages.join(' ')}`;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(`The tests need ${names}. Install them first: ${remedy}`);
  }
  console.log(`Installing ${names} for the tests ...`);
  const allowServices = preventServices();
  try {
    apt(['update', '-qq']);
    apt(['install', '-y', '-qq', '--no-install-recommends', ...packages]);
  } finally {
    allowServices();
  }
  const still = requirements.filter((requirement) => !requirement.present());
  if (still.length > 0) throw new Error(`${names}: still missing after "${remedy}".`);
}

/**
 * Debian's PostgreSQL makes and starts a cluster of its own when it is installed, and its nginx starts; ours are the only
 * ones wanted. The answer takes back what is not to stay.
 */
function preventServices(): () => void {
  mkdirSync('/etc/postgresql-common', { recursive: true });
  if (!existsSync('/etc/postgresql-common/createcluster.conf')) {
    writeFileSync('/etc/postgresql-common/createcluster.conf', 'create_main_cluster = false\n');
  }
  const policy = '/usr/sbin/policy-rc.d';
  if (existsSync(policy)) return () => undefined;
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  return () => rmSync(policy);
}

function apt(args: readonly string[]): void {
  const result = spawnSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (result.status !== 0) throw new Error(`apt-get ${args.join(' ')} ended with ${result.status}.`);
}
