import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { standInSource } from '../places.ts';
import { findFreePort } from '../testing/free-port.ts';
import { planStack } from '../testing/planned-stack.ts';
import { runProgram } from '../testing/run-program.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { startPostgres } from '../testing/postgres-of-machine.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let postgres: Awaited<ReturnType<typeof startPostgres>>;

beforeAll(async () => {
  folder = await temporaryFolder();
  postgres = await startPostgres();
  for (const name of ['infinidysk', 'altmount']) await postgres.query('postgres', `CREATE DATABASE ${name}`);
}, 60_000);
afterAll(async () => {
  await postgres[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

/** A service with its data in the real PostgreSQL, whose password holds all that a connection string takes ill. */
async function start(key: string, processName: string, ports: readonly string[], args: readonly string[]) {
  const root = join(folder.path, key);
  await mkdir(root, { recursive: true });
  const chosen = await Promise.all(ports.map(async (field) => [`${key}.${field}`, await findFreePort()] as const));
  const { user, password, port } = postgres.address;
  const stack = planStack(
    root,
    [key],
    [
      ...chosen,
      [`${key}.postgres_enabled`, true],
      ['postgres.user', user],
      ['postgres.password', password],
      ['postgres.port', port],
    ],
  );
  await stack.write(processName);
  const spec = stack.spec(processName);
  const argv = [process.execPath, '--conditions=source', standInSource(key)] as const;
  return {
    spec,
    run: (more: readonly string[] = args) => runProgram([...argv, ...more], { cwd: spec.cwd, env: spec.env }),
  };
}

describe('in PostgreSQL', () => {
  it('InfiniDysk has its settings, and no file of SQLite', async () => {
    const { spec, run } = await start('infinidysk', 'InfiniDysk', ['frontend_port', 'backend_port'], []);
    await using migration = run(['--db-migration']);
    expect(await migration.whenEnded(), migration.output()).toBe(0);
    await using infinidysk = run();
    await infinidysk.whenSaid('Now listening on');
    const saved = await fetch(`${spec.env['BACKEND_URL']}/api/update-config`, {
      method: 'POST',
      headers: { 'x-api-key': spec.env['FRONTEND_BACKEND_API_KEY'] ?? '' },
      body: new URLSearchParams({ 'api.categories': 'tv' }),
    });
    expect(saved.status).toBe(200);
    expect(await postgres.query('infinidysk', 'SELECT * FROM "ConfigItems"')).toEqual([
      { ConfigName: 'api.categories', ConfigValue: 'tv' },
    ]);
    expect(existsSync(join(spec.cwd, 'db.sqlite'))).toBe(false);
  });

  it('AltMount has its queue', async () => {
    const { spec, run } = await start('altmount', 'AltMount', ['port'], []);
    await using altmount = run(spec.argv.slice(1));
    await altmount.whenSaid('AltMount server started');
    expect(await postgres.query('altmount', 'SELECT count(*)::int AS n FROM import_queue')).toEqual([{ n: 0 }]);
  });
});
