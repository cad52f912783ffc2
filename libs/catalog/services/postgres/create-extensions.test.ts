import type { Postgres, PostgresAddress, PostgresQuery } from '@showrunner/platform';
import { describe, expect, it } from 'vitest';
import { createHookContext } from '../../stand-in-kit/hook-context.ts';
import { createExtensions } from './create-extensions.ts';

const values = { host: '127.0.0.1', port: '5499', user: 'DUMB', password: 'p' };

function serverWith(rows: readonly { name: string; installed_version: string | null }[]) {
  const asked: string[] = [];
  const addresses: PostgresAddress[] = [];
  const query: PostgresQuery = async (text) => {
    asked.push(text);
    return text.startsWith('SELECT') ? rows : [];
  };
  const postgres: Postgres = {
    connect: async (address, work) => {
      addresses.push(address);
      return work(query);
    },
  };
  return { postgres, asked, addresses };
}

describe('create-extensions', () => {
  it('creates what the server has and has not created, in the maintenance database only', async () => {
    const server = serverWith([
      { name: 'system_stats', installed_version: null },
      { name: 'pgagent', installed_version: '4.2' },
    ]);
    const ctx = createHookContext({ values, postgres: server.postgres });
    await createExtensions(ctx);
    expect(server.addresses).toEqual([{ ...values, port: 5499, database: 'postgres' }]);
    expect(server.asked.slice(1)).toEqual(['CREATE EXTENSION IF NOT EXISTS system_stats']);
    expect(ctx.lines).toEqual(['Created the extension system_stats.']);
  });

  it('says what a server has not got, and goes on', async () => {
    const server = serverWith([]);
    const ctx = createHookContext({ values, postgres: server.postgres });
    await createExtensions(ctx);
    expect(server.asked).toHaveLength(1);
    expect(ctx.lines).toEqual([
      'This PostgreSQL has no system_stats; pgAdmin does without.',
      'This PostgreSQL has no pgagent; pgAdmin does without.',
    ]);
  });
});
