/*
 * Stand-in for Profilarr 2, constructed from its database schema, its start and its log lines: makes its SQLite database
 * below APP_BASE_PATH, keeps Arrs in it, and says of each whether it answers to its key.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { refuse, requireEnv, standInVersion } from '../../stand-in-kit/exit.ts';
import { createLineWriter } from '../../stand-in-kit/log.ts';
import { profilarrTables } from '../../stand-in-kit/profilarr-tables.ts';
import { listen, sendJson, sendPage } from '../../stand-in-kit/server.ts';

interface Arr {
  readonly name: string;
  readonly url: string;
  readonly api_key: string;
}

const lookMs = 2_000;
const version = standInVersion('v2.0.0').replace(/^v/, '');
const base = requireEnv('APP_BASE_PATH');
const write = createLineWriter(join(base, 'logs', `${new Date().toISOString().slice(0, 10)}.log`));
const log = (level: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR', source: string, message: string): void =>
  write(`${new Date().toISOString()} | ${level.padEnd(5)} | ${message} | [${source}]`);

const database = open();
const text = process.env['PORT'] ?? '6868';
const port = Number(text);
if (!Number.isInteger(port)) refuse(`error: Uncaught (in promise) RangeError: Invalid port: ${text}`);
await listen(
  {
    host: process.env['HOST'] ?? '0.0.0.0',
    port,
    onFailed: (error) => {
      log('ERROR', 'Startup', `Failed to listen: ${error.message}`);
      return process.exit(1);
    },
    onStop: () => database.close(),
  },
  (request, response) => {
    if (request.path === '/api/v1/health') return sendJson(response, 200, { status: 'healthy' });
    if (request.path.startsWith('/api/')) return sendJson(response, 401, { error: 'Unauthorized' });
    const names = arrs().map(({ name }) => name);
    return sendPage(response, 'Profilarr', [`Version ${version}.`, `Arrs: ${names.join(', ') || 'none'}.`]);
  },
);
log('INFO', 'Startup', `Server ready, version ${version} (simulated stand-in)`);
const answered = new Map<string, string>();
await lookAround();
setInterval(() => void lookAround(), lookMs);

function open(): DatabaseSync {
  try {
    for (const name of ['data', 'logs', 'backups']) mkdirSync(join(base, name), { recursive: true });
    const opened = new DatabaseSync(join(base, 'data/profilarr.db'));
    opened.exec(
      `PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000; ${profilarrTables[2]}`,
    );
    log('DEBUG', 'DatabaseManager', 'Database initialized');
    return opened;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refuse(`error: Uncaught (in promise) Error: Failed to initialize database: ${reason}`);
  }
}

function arrs(): readonly Arr[] {
  const rows = database.prepare('SELECT name, url, api_key FROM arr_instances WHERE enabled = 1 ORDER BY name').all();
  return rows as unknown as readonly Arr[]; // the columns are NOT NULL texts
}

/** Says of each Arr that is new or has changed whether it answers. */
async function lookAround(): Promise<void> {
  for (const { name, url, api_key: key } of arrs()) {
    const status = await ask(`${url}/api/v3/system/status`, key);
    if (answered.get(name) === `${url} ${status}`) continue;
    answered.set(name, `${url} ${status}`);
    if (status === '200') log('INFO', 'ArrClient', `Connected to ${name} at ${url}`);
    else log('WARN', 'ArrClient', `Could not reach ${name} at ${url}: ${status}`);
  }
}

async function ask(url: string, key: string): Promise<string> {
  try {
    return String((await fetch(url, { headers: { 'x-api-key': key } })).status);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
