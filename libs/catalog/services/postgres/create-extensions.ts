import type { Hook } from '../../vocabulary/hooks.ts';

/** What pgAdmin shows of the machine, and the tables of its job scheduler. Both are wanted in the maintenance database only. */
const wanted = ['system_stats', 'pgagent'];

/**
 * Creates the extensions that this server has been installed with. They come in packages of their own, and nothing but some
 * pages of pgAdmin does without them, so a server that has not got them is said and left.
 */
export const createExtensions: Hook = async (ctx) => {
  const { host = '', port = '', user = '', password = '' } = ctx.values;
  await ctx.postgres.connect({ host, port: Number(port), user, password, database: 'postgres' }, async (query) => {
    const available = await query('SELECT name, installed_version FROM pg_available_extensions WHERE name = ANY($1)', [
      `{${wanted.join(',')}}`,
    ]);
    for (const name of wanted) {
      const found = available.find((row) => row['name'] === name);
      if (found === undefined) ctx.log(`This PostgreSQL has no ${name}; pgAdmin does without.`);
      else if (found['installed_version'] === null) {
        await query(`CREATE EXTENSION IF NOT EXISTS ${name}`);
        ctx.log(`Created the extension ${name}.`);
      }
    }
  });
  return 'done';
};
