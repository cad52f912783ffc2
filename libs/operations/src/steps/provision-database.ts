import type { Performer } from '../performer.ts';

/** A database name as PostgreSQL quotes identifiers. */
function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Creates the databases that are missing. Existing ones are never touched, and nothing is dropped on undo. */
export const provisionDatabase: Performer<'provision-database'> = async (step, tools, report) => {
  const { names, ...server } = step.database;
  await tools.platform.postgres.connect({ ...server, database: 'postgres' }, async (query) => {
    for (const name of names) {
      const [existing] = await query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
      if (existing !== undefined) continue;
      await query(`CREATE DATABASE ${quoteIdentifier(name)} OWNER ${quoteIdentifier(server.user)}`);
      report.line(`created database ${name}`);
    }
  });
  return {};
};
