/*
 * Stand-in for mediastorm 1.5, constructed from its source: wants a PostgreSQL and ends without one, makes its settings and
 * its first account, writes the first password into a file, serves health, its web player and a sign-in.
 */
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { connectDatabase, parseDatabaseUrl } from '../../stand-in-kit/database.ts';
import { refuse, standInVersion } from '../../stand-in-kit/exit.ts';
import { createLineWriter, timeParts } from '../../stand-in-kit/log.ts';
import { listen, sendJson, sendPage, sendText } from '../../stand-in-kit/server.ts';

const { env } = process;
const version = standInVersion('1.5.0');
const write = createLineWriter();
const log = (place: string, message: string): void => {
  const { year, month, day, time } = timeParts(new Date());
  write(`${year}/${month}/${day} ${time} ${place}: ${message}`);
};
const fail = (message: string): never => {
  log('main.go:170', message);
  process.exit(1);
};

const port = readPort(process.argv.slice(2));
const settingsFile = env['STRMR_CONFIG'] ?? join('cache', 'settings.json');
if (!existsSync(settingsFile)) {
  mkdirSync(dirname(settingsFile), { recursive: true });
  const defaults = { server: { host: '0.0.0.0', port: 7777 }, cache: { directory: 'cache' }, database: { url: '' } };
  writeFileSync(settingsFile, `${JSON.stringify(defaults, null, 2)}\n`, { mode: 0o600 });
}
const settings = readSettings();
const database = await openDatabase(env['DATABASE_URL'] || settings.database.url);
const credentialFile = join(settings.cache.directory, 'initial_admin_password');
await makeFirstAccount();
for (const name of ['ffmpeg', 'ffprobe']) if (!isOnPath(name)) log('main.go:300', `${name} is not configured`);
if (!existsSync('/search_subtitles.py')) log('subtitles.go:60', '[subtitles] search script not configured');
const web = env['STRMR_WEB_APP_DIR'] ?? '/opt/strmr-web';

await listen(
  { host: '0.0.0.0', port: port ?? settings.server.port, onFailed: (error) => fail(error.message) },
  async (request, response) => {
    if (request.path === '/health') return sendJson(response, 200, { status: 'ok' });
    if (request.path === '/api/version') return sendJson(response, 200, readVersion());
    if (request.path === '/watch' || request.path === '/watch/') {
      const page = join(web, 'index.html');
      if (existsSync(page)) return sendText(response, 200, readFileSync(page, 'utf8'), 'text/html; charset=utf-8');
      return sendText(response, 503, `web app bundle not found at ${web}`);
    }
    if (request.path === '/api/auth/login' && request.method === 'POST') {
      const { username, password } = JSON.parse(await request.text()) as Record<string, unknown>;
      const { rows } = await database.query<{ hash: string }>('SELECT hash FROM accounts WHERE name = $1', [username]);
      const isKnown = rows[0]?.hash === hashOf(String(password));
      return sendJson(
        response,
        isKnown ? 200 : 401,
        isKnown ? { token: 'simulated' } : { error: 'invalid credentials' },
      );
    }
    if (request.path === '/admin') return sendPage(response, 'mediastorm', [`Version ${version}.`]);
    return sendText(response, 404, '404 page not found');
  },
);
log('main.go:1809', `Server listening on 0.0.0.0:${port ?? settings.server.port} (simulated stand-in)`);

async function openDatabase(address: string) {
  if (address === '') return fail('DATABASE_URL is required. Set it as an environment variable or in settings.json');
  try {
    const failed = (error: Error): never => fail(`failed to use the PostgreSQL datastore: ${error.message}`);
    const client = await connectDatabase(parseDatabaseUrl(address), failed);
    await client.query('CREATE TABLE IF NOT EXISTS accounts (name text PRIMARY KEY, hash text NOT NULL)');
    return client;
  } catch (error) {
    return fail(`failed to initialize PostgreSQL datastore: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Only the run that makes the account writes its password down. */
async function makeFirstAccount(): Promise<void> {
  const { rows } = await database.query('SELECT name FROM accounts');
  if (rows.length > 0) return;
  const password = env['STRMR_INITIAL_ADMIN_PASSWORD']?.trim() || 'admin';
  await database.query('INSERT INTO accounts VALUES ($1, $2)', ['admin', hashOf(password)]);
  mkdirSync(settings.cache.directory, { recursive: true });
  rmSync(credentialFile, { force: true });
  writeFileSync(credentialFile, `${password}\n`, { mode: 0o600 });
  write(`Initial admin password written to ${credentialFile} (removed after password change)`);
  if (password === 'admin') log('accounts.go:201', 'master account still uses the default password');
}

function readSettings() {
  try {
    return JSON.parse(readFileSync(settingsFile, 'utf8')) as {
      readonly server: { readonly port: number };
      readonly cache: { readonly directory: string };
      readonly database: { readonly url: string };
    };
  } catch (error) {
    return fail(`failed to load settings: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readVersion() {
  const [line = 'unknown', buildId = 'unknown'] = existsSync('version.txt')
    ? readFileSync('version.txt', 'utf8').trim().split('\n')
    : [];
  return { version: line, buildId };
}

function readPort(args: readonly string[]): number | undefined {
  const [flag, value] = args;
  if (flag === undefined) return undefined;
  if (flag !== '--port' && flag !== '-port') return refuse(`flag provided but not defined: ${flag}`, 2);
  if (value === undefined || !/^\d+$/.test(value)) return refuse(`invalid value for flag -port: ${value ?? ''}`, 2);
  return Number(value);
}

function isOnPath(name: string): boolean {
  return (env['PATH'] ?? '').split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, name), constants.X_OK);
      return true;
    } catch {
      return false; // not there, or not to be run
    }
  });
}

function hashOf(password: string): string {
  return createHash('sha256').update(password).digest('hex');
}
