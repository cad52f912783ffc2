import { Problem } from '@showrunner/contracts';
import type { PostgresQuery } from '@showrunner/platform';
import type { Hook, HookContext } from '../../vocabulary/hooks.ts';

const waitMs = 60_000;
const pollMs = 1_000;

/**
 * Puts our database server into the list of the first pgAdmin account, once. pgAdmin has no interface for that; it makes
 * its tables on the first start, so they are waited for.
 * @throws Problem `hook.failed` when the tables do not come, `database.failed`
 */
export const registerServer: Hook = async (ctx) => {
  const address = {
    host: ctx.values['host'] ?? '',
    port: Number(ctx.values['port']),
    user: ctx.values['user'] ?? '',
    password: ctx.values['password'] ?? '',
    database: 'pgadmin',
  };
  await ctx.postgres.connect(address, async (query) => {
    const account = await firstAccount(ctx, query);
    const known = await query('SELECT id FROM server WHERE name = $1 AND host = $2 AND port = $3', [
      address.user,
      address.host,
      address.port,
    ]);
    if (known.length > 0) return;
    await query(
      `INSERT INTO server (user_id, servergroup_id, name, host, port, maintenance_db, username, connection_params)
       VALUES ($1, $2, $3, $4, $5, 'postgres', $6, '{"connect_timeout": 10}')`,
      [account.userId, account.groupId, address.user, address.host, address.port, address.user],
    );
    ctx.log(`Registered ${address.host}:${address.port} in pgAdmin.`);
  });
  return 'done';
};

interface Account {
  readonly userId: number;
  readonly groupId: number;
}

async function firstAccount(ctx: HookContext, query: PostgresQuery): Promise<Account> {
  for (let waitedMs = 0; waitedMs <= waitMs; waitedMs += pollMs) {
    ctx.signal.throwIfAborted();
    const account = await readAccount(query);
    if (account !== undefined) return account;
    await ctx.sleep(pollMs);
  }
  throw new Problem('hook.failed', 'pgAdmin did not create its tables within a minute. Its log says why.');
}

async function readAccount(query: PostgresQuery): Promise<Account | undefined> {
  const tables = await query(
    `SELECT count(*)::int AS present FROM information_schema.tables
     WHERE table_schema = 'public' AND table_name IN ('user', 'server', 'servergroup')`,
  );
  if (tables[0]?.['present'] !== 3) return undefined;
  const rows = await query('SELECT user_id, id FROM servergroup ORDER BY user_id, id LIMIT 1');
  const row = rows[0];
  return row === undefined ? undefined : { userId: Number(row['user_id']), groupId: Number(row['id']) };
}
