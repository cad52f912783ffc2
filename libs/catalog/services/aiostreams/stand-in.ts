/*
 * Stand-in for AIOStreams 2, constructed from its environment schema and its logger: checks keys, accounts and addresses
 * as the real one does, holds its data in a file or in a PostgreSQL, answers health and a manifest with its address.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { connectDatabase, parseDatabaseUrl } from '../../stand-in-kit/database.ts';
import { standInVersion } from '../../stand-in-kit/exit.ts';
import { createLineWriter } from '../../stand-in-kit/log.ts';
import { listen, sendJson, sendPage } from '../../stand-in-kit/server.ts';

const { env } = process;
const version = standInVersion('v2.33.2').replace(/^v/, '');
const levels = { debug: 20, info: 30, warn: 40, error: 50, fatal: 60 } as const;
const write = createLineWriter();
const log = (level: keyof typeof levels, module: string, msg: string): void =>
  write(JSON.stringify({ level: levels[level], time: Date.now(), module, msg }));
const fail = (message: string): never => {
  log('fatal', 'startup', message);
  process.exit(1);
};

const secretKey = env['SECRET_KEY'] ?? '';
if (!/^[0-9a-fA-F]{64}$/.test(secretKey))
  fail('Invalid environment variables: SECRET_KEY: must be a 64-character hex string');
const baseUrl = env['BASE_URL'] ?? '';
if (!URL.canParse(baseUrl)) fail('Invalid environment variables: BASE_URL: must be a URL');
const accounts = readAccounts(env['AIOSTREAMS_AUTH'] ?? '');
if (env['SYSTEM_LIFECYCLE_ENABLED'] !== 'false')
  log('warn', 'system', 'Restarts and updates from the page are possible');
await openData(env['DATABASE_URI'] ?? 'sqlite://./data/db.sqlite');
const port = Number(env['PORT'] ?? '3000');

await listen({ host: '0.0.0.0', port, onFailed: (error) => fail(error.message) }, (request, response) => {
  if (request.path === '/api/v1/health') return sendJson(response, 200, { success: true, detail: 'OK', data: null });
  if (request.path === '/stremio/manifest.json')
    return sendJson(response, 200, { id: 'aiostreams.simulated', version, logo: `${baseUrl}/logo.png`, resources: [] });
  if (request.path === '/api/v1/dashboard') {
    const isAllowed = accounts.some((account) => isSame(request.headers.authorization ?? '', `Basic ${btoa(account)}`));
    return sendJson(response, isAllowed ? 200 : 401, { success: isAllowed });
  }
  if (request.path.startsWith('/api/'))
    return sendJson(response, 404, { success: false, error: { code: 'NOT_FOUND' } });
  return sendPage(response, 'AIOStreams', [`Version ${version}.`, `Its addon is at ${baseUrl}/stremio/manifest.json.`]);
});
log('info', 'server', `Server running on port ${port} (simulated stand-in)`);

/** `name:password` pairs, divided by commas. */
function readAccounts(text: string): readonly string[] {
  const found = text.split(',').filter((pair) => pair !== '');
  if (found.some((pair) => !/^[^:]+:.+$/.test(pair)))
    fail('Invalid environment variables: AIOSTREAMS_AUTH: expected username:password');
  return found;
}

/** Data that was written with another key cannot be read any more. */
async function openData(address: string): Promise<void> {
  const mark = createHash('sha256').update(secretKey).digest('hex');
  const lost = 'Stored configurations cannot be decrypted: the SECRET_KEY has changed';
  if (address.startsWith('sqlite://')) {
    const path = address.slice('sqlite://'.length);
    mkdirSync(dirname(path), { recursive: true });
    const kept = readIfThere(path);
    if (kept !== undefined && kept !== mark) log('error', 'users', lost);
    if (kept === undefined) writeFileSync(path, mark);
    return;
  }
  if (!/^postgres(ql)?:\/\//.test(address)) fail(`Invalid environment variables: DATABASE_URI: unknown scheme`);
  try {
    const client = await connectDatabase(parseDatabaseUrl(address), (error) => fail(`Database: ${error.message}`));
    await client.query('CREATE TABLE IF NOT EXISTS settings (mark text PRIMARY KEY)');
    const { rows } = await client.query<{ mark: string }>('SELECT mark FROM settings');
    if (rows[0] !== undefined && rows[0].mark !== mark) log('error', 'users', lost);
    if (rows[0] === undefined) await client.query('INSERT INTO settings VALUES ($1)', [mark]);
  } catch (error) {
    fail(`Database: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
