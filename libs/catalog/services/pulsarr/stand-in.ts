/*
 * Stand-in for Pulsarr 0.x, constructed from its environment schema and its logger: reads its camelCase environment,
 * needs a database that its migration has prepared, answers its page. Called as `migrate` it is that migration.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Client } from 'pg';
import { connectDatabase } from '../../stand-in-kit/database.ts';
import { standInVersion } from '../../stand-in-kit/exit.ts';
import { createLineWriter, timeParts } from '../../stand-in-kit/log.ts';
import { listen, sendJson, sendPage } from '../../stand-in-kit/server.ts';

const { env } = process;
const version = standInVersion('v0.8.0');
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const colours = { INFO: 32, WARN: 33, ERROR: 31, FATAL: 41 } as const;
const write = createLineWriter();
const log = (level: keyof typeof colours, message: string): void => {
  const { year, month, day, time } = timeParts(new Date());
  write(
    `[${year}-${month}-${day} ${time} +0000] \u001b[${colours[level]}m${level}\u001b[39m: \u001b[36m${message}\u001b[39m`,
  );
};
const fail = (message: string): never => {
  log('FATAL', message);
  process.exit(1);
};

const dbType = oneOf('dbType', ['sqlite', 'postgres'], 'sqlite');
const dbPath = env['dbPath'] ?? './data/db/pulsarr.db';
if (Reflect.get(globalThis, 'STAND_IN_ROLE') === 'migrate' || process.argv[2] === 'migrate') await migrate();
else await serve();

async function migrate(): Promise<void> {
  if (dbType === 'sqlite') {
    mkdirSync(dirname(dbPath), { recursive: true });
    writeFileSync(dbPath, `migrated to ${version}\n`);
  } else {
    const client = await connect();
    await client.query('CREATE TABLE IF NOT EXISTS knex_migrations (id serial PRIMARY KEY, name text UNIQUE NOT NULL)');
    await client.query('INSERT INTO knex_migrations (name) VALUES ($1) ON CONFLICT DO NOTHING', [version]);
    await client.end();
  }
  process.stdout.write('Migrations completed successfully\n');
}

async function serve(): Promise<void> {
  if (env['NODE_ENV'] !== 'production') fail('NODE_ENV is not production: Pulsarr would start its development server.');
  oneOf('logLevel', levels, 'info');
  oneOf('allowIframes', ['true', 'false'], 'false');
  const port = readPort('listenPort', 3003);
  readPort('port', 3003);
  const client = await openDatabase();
  const onFailed = (error: Error): never => fail(`[SERVER] ${error.message}`);
  await listen({ host: '0.0.0.0', port, onFailed, onStop: () => client?.end() }, (request, response) => {
    if (env['allowIframes'] !== 'true') response.setHeader('x-frame-options', 'SAMEORIGIN');
    if (request.path === '/health') return sendJson(response, 200, { status: 'ok' });
    if (request.path.startsWith('/v1/'))
      return sendJson(response, 401, { message: 'Unauthorized: Authentication required' });
    return sendPage(response, 'Pulsarr', [`Version ${version}.`, 'Sign in with Plex to watch a watchlist.']);
  });
  log('INFO', `[SERVER] Server listening at http://0.0.0.0:${port} (simulated stand-in)`);
}

/** What its migration has prepared; Pulsarr itself prepares nothing. */
async function openDatabase(): Promise<Client | undefined> {
  if (dbType === 'sqlite') {
    if (!existsSync(dbPath)) fail(`[DATABASE] no such table: configs (${join(process.cwd(), dbPath)})`);
    return undefined;
  }
  const client = await connect();
  const { rows } = await client.query<{ present: string | null }>("SELECT to_regclass('knex_migrations') AS present");
  return rows[0]?.present ? client : fail('[DATABASE] relation "configs" does not exist');
}

async function connect(): Promise<Client> {
  const password = env['dbPassword'] ?? '';
  if (password.trim() === '') fail('dbPassword is required when using PostgreSQL. Please set a secure password.');
  try {
    return await connectDatabase(
      {
        host: env['dbHost'] ?? 'localhost',
        port: Number(env['dbPort'] ?? '5432'),
        user: env['dbUser'] ?? 'postgres',
        password,
        database: env['dbName'] ?? 'pulsarr',
      },
      (error) => fail(`[DATABASE] ${error.message}`),
    );
  } catch (error) {
    return fail(`[DATABASE] ${error instanceof Error ? error.message : String(error)}`);
  }
}

function oneOf(name: string, allowed: readonly string[], usual: string): string {
  const value = env[name] ?? usual;
  return allowed.includes(value) ? value : fail(`env/${name} must be equal to one of the allowed values`);
}

function readPort(name: string, usual: number): number {
  const value = Number(env[name] ?? usual);
  return Number.isInteger(value) && value > 0 && value < 65_536 ? value : fail(`env/${name} must be number`);
}
