/*
 * Stand-in for pgAdmin 9, constructed from its configuration loader and its tables: reads config_local.py beside itself,
 * connects to the real PostgreSQL, makes the tables on the first start, answers /misc/ping.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Client } from 'pg';
import { connectDatabase, parseDatabaseUrl } from '../../stand-in-kit/database.ts';
import { refuse, standInVersion } from '../../stand-in-kit/exit.ts';
import { createLineWriter, timeParts } from '../../stand-in-kit/log.ts';
import { parsePythonAssignments } from '../../stand-in-kit/python-assignments.ts';
import { listen, sendPage, sendText } from '../../stand-in-kit/server.ts';

const programPath = process.argv[1] ?? '.';
const config = readConfig(process.env['STAND_IN_CONFIG'] ?? join(dirname(programPath), 'config_local.py'));
const write = createLineWriter(expectString('LOG_FILE'));
const log = (level: 'INFO' | 'WARNING' | 'ERROR', message: string): void => {
  const { year, month, day, time, millis } = timeParts(new Date());
  write(`${year}-${month}-${day} ${time},${millis}: ${level}\tpgadmin:\t${message}`);
};
const fail = (message: string): never => {
  log('ERROR', message);
  return refuse(message);
};

const port = config['DEFAULT_SERVER_PORT'];
if (typeof port !== 'number')
  refuse(`ValueError: Expected integer value for DEFAULT_SERVER_PORT; got ${JSON.stringify(port)}`);
if (typeof config['SERVER_MODE'] !== 'boolean') refuse('ValueError: Expected boolean value for SERVER_MODE');

const database = await connect();
await prepareTables(database);
await listen(
  {
    host: expectString('DEFAULT_SERVER'),
    port: Number(port),
    onFailed: (error) => fail(`Error starting the app server: ${error.message}`),
    onStop: () => database.end(),
  },
  async (request, response) => {
    if (request.path === '/misc/ping') return sendText(response, 200, 'PING');
    if (request.path === '/' || request.path === '/browser/' || request.path === '/login') {
      const servers = await database.query<{ name: string; host: string; port: number }>(
        'SELECT name, host, port FROM server ORDER BY id',
      );
      return sendPage(response, 'pgAdmin 4', [
        `Version ${standInVersion('9.17')}.`,
        ...servers.rows.map((server) => `Server ${server.name} at ${server.host}:${server.port}`),
      ]);
    }
    return sendText(response, 404, 'Not Found');
  },
);
log(
  'INFO',
  `Starting pgAdmin 4 (simulated stand-in). Please navigate to http://${expectString('DEFAULT_SERVER')}:${String(port)} in your browser.`,
);

function readConfig(path: string): Readonly<Record<string, unknown>> {
  try {
    return parsePythonAssignments(readFileSync(path, 'utf8'));
  } catch (error) {
    return refuse(`config_local.py: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function expectString(name: string): string {
  const value = config[name];
  return typeof value === 'string' && value !== '' ? value : refuse(`ValueError: Expected string value for ${name}`);
}

async function connect(): Promise<Client> {
  try {
    const address = parseDatabaseUrl(expectString('CONFIG_DATABASE_URI'));
    return await connectDatabase(address, (error) => fail(`sqlalchemy.exc.OperationalError: ${error.message}`));
  } catch (error) {
    return fail(`sqlalchemy.exc.OperationalError: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function prepareTables(client: Client): Promise<void> {
  await client.query(`
    CREATE TABLE IF NOT EXISTS "user" (id serial PRIMARY KEY, email text UNIQUE NOT NULL, password text NOT NULL);
    CREATE TABLE IF NOT EXISTS servergroup (id serial PRIMARY KEY, user_id int NOT NULL REFERENCES "user", name text NOT NULL, UNIQUE (user_id, name));
    CREATE TABLE IF NOT EXISTS server (
      id serial PRIMARY KEY, user_id int NOT NULL REFERENCES "user", servergroup_id int NOT NULL REFERENCES servergroup,
      name text NOT NULL, host text, port int NOT NULL, maintenance_db text, username text, connection_params json)`);
  const users = await client.query('SELECT 1 FROM "user" LIMIT 1');
  if (users.rows.length > 0) return;
  const email = process.env['PGADMIN_SETUP_EMAIL'];
  const password = process.env['PGADMIN_SETUP_PASSWORD'];
  if (!email || !password)
    fail(
      'NOTE: Configuring authentication for SERVER mode. Enter the email address and password of the initial account.',
    );
  if (email !== undefined && !/^[^@\s]+@[^@\s]+$/.test(email)) fail(`Invalid email address: ${email}`);
  await client.query(
    `WITH account AS (INSERT INTO "user" (email, password) VALUES ($1, 'not kept by the stand-in') RETURNING id)
     INSERT INTO servergroup (user_id, name) SELECT id, 'Servers' FROM account`,
    [email],
  );
}
