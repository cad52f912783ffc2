import { Problem } from '@showrunner/contracts';
import type { Hook, HookContext } from '../../vocabulary/hooks.ts';
import { clearStaleLocks } from './clear-stale-locks.ts';

/** The kernel takes no longer names for sockets. */
const longestSocketPath = 107;
const initdbTimeoutMs = 180_000;
const systemDirectory = '/usr/lib/postgresql';

/**
 * Makes the data directory a database cluster where it is none yet, and takes away what a killed server left behind.
 * initdb wants an empty directory, ours has the configuration file already: the cluster is made beside it and moved in,
 * `PG_VERSION` last, so that an interrupted move is resumed and never taken for a finished one.
 * @throws Problem `hook.failed` where a server lives, the directory holds something else, or initdb fails
 */
export const initialiseCluster: Hook = async (ctx) => {
  const dataDir = value(ctx, 'data_dir');
  const runDir = value(ctx, 'run_dir');
  const port = value(ctx, 'port');
  const socket = `${runDir}/.s.PGSQL.${port}`;
  if (socket.length > longestSocketPath) {
    throw new Problem(
      'hook.failed',
      `The path ${socket} is too long for a socket. Use a shorter data root or run_directory.`,
    );
  }
  await clearStaleLocks(ctx, dataDir, socket);
  if ((await ctx.files.facts(`${dataDir}/PG_VERSION`)) !== undefined) return 'done';

  const staging = `${dataDir}/.initdb`;
  if ((await ctx.files.facts(`${staging}/.complete`)) === undefined) {
    await refuseForeignContent(ctx, dataDir);
    await ctx.files.remove(staging, { recursive: true });
    await runInitdb(ctx, staging);
    await ctx.files.write(`${staging}/.complete`, '', { mode: 0o600 });
  }
  await moveIn(ctx, staging, dataDir);
  ctx.log('The database cluster is ready.');
  return 'done';
};

async function runInitdb(ctx: HookContext, staging: string): Promise<void> {
  const passwordFile = `${value(ctx, 'data_dir')}/.password`;
  const mine = ctx.owner === undefined ? {} : { owner: ctx.owner };
  await ctx.files.write(passwordFile, `${value(ctx, 'password')}\n`, { mode: 0o600, ...mine });
  try {
    const extra = value(ctx, 'initdb_args').split(/\s+/).filter(Boolean);
    const result = await ctx.exec(
      [
        await findInitdb(ctx),
        `--pgdata=${staging}`,
        `--username=${value(ctx, 'user')}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C.UTF-8',
        ...extra,
      ],
      { timeoutMs: initdbTimeoutMs },
    );
    if (result.code !== 0) {
      const lastWords = (result.stderr || result.stdout).trim().split('\n').slice(-3).join(' ');
      throw new Problem(
        'hook.failed',
        `initdb could not create the cluster in ${value(ctx, 'data_dir')}: ${lastWords}`,
      );
    }
  } finally {
    await ctx.files.remove(passwordFile);
  }
}

async function moveIn(ctx: HookContext, staging: string, dataDir: string): Promise<void> {
  const names = (await ctx.files.list(staging)).filter((name) => name !== '.complete' && name !== 'PG_VERSION');
  for (const name of [...names, 'PG_VERSION']) {
    ctx.signal.throwIfAborted();
    const target = `${dataDir}/${name}`;
    // Our own configuration file stays.
    if ((await ctx.files.facts(target)) === undefined) await ctx.files.rename(`${staging}/${name}`, target);
  }
  await ctx.files.remove(staging, { recursive: true });
}

/** A cluster without PG_VERSION is damaged, not new: initialising over it would bury a library. */
async function refuseForeignContent(ctx: HookContext, dataDir: string): Promise<void> {
  const found = (await ctx.files.list(dataDir)).filter((name) => ['base', 'global', 'pg_wal'].includes(name));
  if (found.length === 0) return;
  throw new Problem(
    'hook.failed',
    `${dataDir} holds parts of a database cluster (${found.join(', ')}) but no PG_VERSION. Restore it or move it away.`,
  );
}

async function findInitdb(ctx: HookContext): Promise<string> {
  const artifact = value(ctx, 'artifact');
  const installed = [`${artifact}/bin/initdb`, `${artifact}/initdb`];
  const versions =
    (await ctx.files.facts(systemDirectory)) === undefined ? [] : [...(await ctx.files.list(systemDirectory))];
  versions.sort((a, b) => Number(b) - Number(a));
  for (const candidate of [...installed, ...versions.map((version) => `${systemDirectory}/${version}/bin/initdb`)]) {
    if ((await ctx.files.facts(candidate)) !== undefined) return candidate;
  }
  return 'initdb';
}

function value(ctx: HookContext, name: string): string {
  return ctx.values[name] ?? '';
}
