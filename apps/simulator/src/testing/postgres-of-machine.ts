import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Hook, services } from '@showrunner/catalog';
import { type Account, runPostgres } from './temporary-postgres.ts';

/** A real PostgreSQL of this machine in a cluster of its own, made by the hook of its manifest. */
export function startPostgres(): ReturnType<typeof runPostgres> {
  return runPostgres(hookOf('postgres', 'initialise-cluster'), unprivileged(), findPostgres());
}

/** A hook of the catalogue. */
export function hookOf(service: string, name: string): Hook {
  const hook = services.find(({ manifest }) => manifest.key === service)?.hooks?.[name];
  if (hook === undefined) throw new Error(`${service} has no hook ${name}`);
  return hook;
}

/** PostgreSQL does not run as root. */
function unprivileged(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => /^(postgres|nobody):/.test(entry));
  const [, , uid, gid] = line?.split(':') ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

function findPostgres(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(root, version, 'bin/postgres')).find((path) => existsSync(path));
  if (found === undefined)
    throw new Error('PostgreSQL is missing. Install it: apt-get install --no-install-recommends postgresql');
  return found;
}
