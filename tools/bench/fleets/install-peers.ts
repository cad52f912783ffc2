import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rig } from '../../rig/open-rig.ts';
import { bareNode } from './bare-node.ts';
import type { Contender } from './fleet.ts';
import { pm2At } from './pm2.ts';
import { runit } from './runit.ts';
import { s6 } from './s6.ts';
import { showrunner } from './showrunner.ts';
import { supervisord } from './supervisord.ts';

/** The pm2 that is measured; it is no dependency of ours and lives with the run only. */
export const pm2Version = '7.0.4';

const debian = [
  { contender: supervisord, program: '/usr/bin/supervisord', name: 'supervisor' },
  { contender: runit, program: '/usr/bin/runsvdir', name: 'runit' },
  { contender: s6, program: '/usr/bin/s6-svscan', name: 's6' },
];

/** Everybody that can take part here. What is missing is installed where we may, and named where we may not. */
export function findContenders(rig: Rig, peers: boolean): readonly Contender[] {
  if (!peers) return [showrunner, bareNode];
  installDebian();
  const found = debian.filter(({ program }) => existsSync(program)).map(({ contender }) => contender);
  return [showrunner, ...found, installPm2(rig), bareNode];
}

/** Versions of what takes part, as Debian and npm name them. */
export function peerVersions(): readonly string[] {
  const names = debian.map(({ name }) => name);
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${Version}\n', ...names], { encoding: 'utf8' });
  return [...stdout.trim().split('\n'), `pm2 ${pm2Version}`];
}

function installDebian(): void {
  const missing = debian.filter(({ program }) => !existsSync(program)).map(({ name }) => name);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.log(`Not here, so not compared: ${missing.join(', ')}. As root they are installed from Debian.`);
    return;
  }
  console.log(`Installing ${missing.join(', ')} ...`);
  withoutServices(() => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    for (const args of [
      ['update', '-qq'],
      ['install', '-y', '-qq', '--no-install-recommends', ...missing],
    ]) {
      const { status } = spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env });
      if (status !== 0) throw new Error(`apt-get ${args.join(' ')} ended with ${status}.`);
    }
  });
}

/** Keeps installed packages from starting services of their own: the only ones that run are those of the comparison. */
function withoutServices(install: () => void): void {
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !existsSync(policy);
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    install();
  } finally {
    if (ours) rmSync(policy);
  }
}

function installPm2(rig: Rig): Contender {
  console.log(`Installing pm2 ${pm2Version} for this run ...`);
  const directory = rig.makeDirectory('pm2-package');
  const args = [
    'install',
    '--prefix',
    directory,
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '--loglevel=error',
    `pm2@${pm2Version}`,
  ];
  const { status } = spawnSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'], cwd: directory });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} ended with ${status}.`);
  return pm2At(join(directory, 'node_modules', 'pm2'));
}
