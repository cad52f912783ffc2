import { createRequire } from 'node:module';
import type pg from 'pg';
import { Problem } from '@showrunner/contracts';
import type { Postgres } from '@showrunner/platform';

/**
 * The client alone, when there is somebody to connect to: the package's entry also loads its pool, which we have no use
 * for, and which cannot be required where a test runner resolves packages by their `import` condition.
 */
function loadClient(): typeof pg.Client {
  return createRequire(import.meta.url)('pg/lib/client') as typeof pg.Client;
}

/** Connections to PostgreSQL servers, one for each piece of work. */
export function createPostgres(): Postgres {
  return {
    connect: async (address, work) => {
      const Client = loadClient();
      const client = new Client({ ...address, connectionTimeoutMillis: 10_000, application_name: 'showrunner' });
      // A server that goes away between two queries says so here; the next query fails with the reason.
      let lost: Error | undefined;
      client.on('error', (error) => (lost = error));
      try {
        await client.connect();
        return await work(async (text, values = []) => {
          const result = await client.query<Record<string, unknown>>(text, [...values]);
          return result.rows;
        });
      } catch (error) {
        if (error instanceof Problem) throw error;
        const cause = lost ?? error;
        const reason = cause instanceof Error ? cause.message : String(cause);
        const where = `${address.user}@${address.host}:${address.port}/${address.database}`;
        throw new Problem('database.failed', `PostgreSQL at ${where}: ${reason}`, { cause });
      } finally {
        await client.end();
      }
    },
  };
}
