import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findFreePort } from '../testing/free-port.ts';
import { planStack } from '../testing/planned.ts';
import { startPostgres } from '../testing/postgres-of-machine.ts';
import { runStandIn } from '../testing/run-program.ts';

const plan = (values: Parameters<typeof planStack>[1] = {}) =>
  planStack({ kind: 'compose', cores: [], optionals: ['pulsarr'] }, values).unit('Pulsarr');

describe('Pulsarr as it is planned', () => {
  it('is told its ports, its level and its file, and nothing of a database that is off', () => {
    const { env, argv } = plan({
      'pulsarr/log_level': 'WARNING',
      'pulsarr/env': { dbType: 'postgres', dbHost: 'old' },
    });
    expect(argv).toEqual(['/tools/bun/bun', 'run', '--bun', 'dist/server.js']);
    expect(env).toMatchObject({
      listenPort: '3003',
      port: '3003',
      dbPath: '/srv/show/pulsarr/data/db/pulsarr.db',
      dbType: 'sqlite',
      logLevel: 'warn',
      allowIframes: 'true',
    });
    expect(env).not.toHaveProperty('dbHost');
  });

  it('runs on the real PostgreSQL once it is migrated, and not before', async () => {
    await using postgres = await startPostgres();
    await postgres.query('postgres', 'CREATE DATABASE pulsarr');
    const folder = await mkdtemp(join(tmpdir(), 'pulsarr-'));
    try {
      const port = await findFreePort();
      const address = Object.entries(postgres.address).map(([key, value]) => [`postgres/${key}`, value] as const);
      const { env } = plan({ ...Object.fromEntries(address), 'pulsarr/postgres_enabled': true, 'pulsarr/port': port });
      expect(env).toMatchObject({ dbType: 'postgres', dbName: 'pulsarr', logLevel: 'info' });
      const start = (args: readonly string[] = [], over: Record<string, string> = {}) =>
        runStandIn('pulsarr', { cwd: folder, args, env: { ...env, ...over } });
      const early = start();
      expect([await early.whenEnded(), early.output()]).toEqual([1, expect.stringContaining('does not exist')]);
      expect(await start(['migrate']).whenEnded()).toBe(0);
      await using pulsarr = start();
      await pulsarr.whenSaid('Server listening');
      const response = await fetch(`http://127.0.0.1:${port}/`);
      expect(response.status).toBe(200);
      expect(response.headers.get('x-frame-options')).toBeNull();
      const refused = start([], { dbPassword: 'wrong' });
      expect([await refused.whenEnded(), refused.output()]).toEqual([
        1,
        expect.stringContaining('password authentication failed'),
      ]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('takes only levels that Pulsarr knows', async () => {
    const wrong = runStandIn('pulsarr', { env: { NODE_ENV: 'production', logLevel: 'WARNING' } });
    expect([await wrong.whenEnded(), wrong.output()]).toEqual([1, expect.stringContaining('env/logLevel')]);
  });
});
