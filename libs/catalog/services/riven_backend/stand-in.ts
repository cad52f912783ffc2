/*
 * Stand-in for Riven Backend 0.2x, constructed from its settings routes and its log format: keeps data/settings.json,
 * connects to the real PostgreSQL, looks at the mount, asks the debrid provider about the key, answers its interface.
 */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { connectDatabase, parseDatabaseUrl } from '../../stand-in-kit/database.ts';
import { createDebridClient } from '../../stand-in-kit/debrid-client.ts';
import { refuse, standInVersion } from '../../stand-in-kit/exit.ts';
import { createLineWriter, timeParts } from '../../stand-in-kit/log.ts';
import { RivenSettingsFile, type RivenSettings } from '../../stand-in-kit/riven-settings.ts';
import { listen, sendJson, sendPage, type StandInRequest } from '../../stand-in-kit/server.ts';
import type { ServerResponse } from 'node:http';

const icons = {
  PROGRAM: '🤖',
  DATABASE: '🛢️',
  DEBRID: '🔗',
  INFO: '📰',
  WARNING: '⚠️ ',
  ERROR: '❌',
  CRITICAL: '',
} as const;
const write = createLineWriter();
const log = (level: keyof typeof icons, place: string, message: string): void => {
  const { year, month, day, time } = timeParts(new Date());
  write(`${year.slice(2)}-${month}-${day} ${time} | ${icons[level]} ${level.padEnd(9)} | ${place} - ${message}`);
};
const fail = (place: string, message: string): never => {
  log('CRITICAL', place, message);
  process.exit(1);
};

const version = standInVersion('0.23.6').replace(/^v/, '');
const port = readPort(process.argv.slice(2));
// Riven keeps its data beside src/, wherever it is started from.
const dataDir = join(dirname(process.argv[1] ?? '.'), '..', 'data');
const settings = openSettings();
log('PROGRAM', 'main.<module>', `Riven v${version} (simulated stand-in) starting!`);
const database = await connect();
await database.query('CREATE TABLE IF NOT EXISTS "MediaItem" (id text PRIMARY KEY, title text NOT NULL)');
log('INFO', 'program.start', 'Database is ready');
await checkServices();
await listen(
  {
    host: '0.0.0.0',
    port,
    onFailed: (error) => fail('main.run', `[Errno 98] ${error.message}`),
    onStop: () => database.end(),
  },
  route,
);
log('PROGRAM', 'main.<module>', `Uvicorn running on http://0.0.0.0:${port}`);

function openSettings(): RivenSettingsFile {
  try {
    return new RivenSettingsFile(join(dataDir, 'settings.json'), version, process.env);
  } catch (error) {
    return fail('manager.load', `Error loading settings: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function connect() {
  try {
    const address = parseDatabaseUrl(String(settings.get('database.host')));
    return await connectDatabase(address, (error) => fail('db.engine', `(psycopg2.OperationalError) ${error.message}`));
  } catch (error) {
    return fail('db.engine', `(psycopg2.OperationalError) ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Says what is wrong with mount and provider, as Riven does, and goes on: both may be mended while it runs. */
async function checkServices(): Promise<boolean> {
  const mount = String(settings.get('symlink.rclone_path') ?? '');
  const mounted = mount === '' || existsSync(mount);
  if (!mounted) log('ERROR', 'symlink.validate', `Rclone path does not exist: ${mount}`);
  const key = String(settings.get('downloaders.real_debrid.api_key') ?? '');
  const base = process.env['SIMULATOR_URL'];
  if (settings.get('downloaders.real_debrid.enabled') !== true || base === undefined) return mounted;
  try {
    const user = await createDebridClient(`${base}/debrid/rest/1.0`, key).user();
    log('DEBRID', 'realdebrid.validate', `Signed in as ${user.username}`);
    return mounted;
  } catch (error) {
    log(
      'ERROR',
      'realdebrid.validate',
      `Failed to validate: ${error instanceof Error ? error.message : String(error)}`,
    );
    return false;
  }
}

async function route(request: StandInRequest, response: ServerResponse): Promise<void> {
  if (request.path === '/scalar')
    return sendPage(response, 'Riven Backend', [`Version ${version}.`, 'The interface is under /api/v1.']);
  if (!request.path.startsWith('/api/v1')) return sendJson(response, 404, { detail: 'Not Found' });
  if (request.headers['x-api-key'] !== settings.get('api_key'))
    return sendJson(response, 401, { detail: 'Missing or invalid API key' });
  const path = request.path.slice('/api/v1'.length);
  switch (`${request.method} ${path}`) {
    case 'GET /':
      return sendJson(response, 200, { message: 'Riven is running!', version });
    case 'GET /health':
      return sendJson(response, 200, { message: 'True' });
    case 'GET /items':
      return sendJson(response, 200, await items());
    case 'GET /settings/get/all':
      return sendJson(response, 200, settings.current);
    case 'POST /settings/set/all':
      return change(request, response, (body) => settings.setAll(body as RivenSettings)); // The merge checks the types.
    case 'POST /settings/set':
      return change(request, response, (body) => {
        if (!Array.isArray(body)) throw new TypeError('a list is expected');
        for (const { key, value } of body as { key: string; value: RivenSettings[string] }[]) settings.set(key, value); // Unknown keys throw.
      });
    case 'POST /settings/save':
      settings.save();
      return sendJson(response, 200, { message: 'Settings saved!' });
    default:
      return sendJson(response, 404, { detail: 'Not Found' });
  }
}

async function change(
  request: StandInRequest,
  response: ServerResponse,
  apply: (body: unknown) => void,
): Promise<void> {
  let body: unknown;
  try {
    body = JSON.parse(await request.text());
  } catch (error) {
    return sendJson(response, 422, { detail: [{ type: 'json_invalid', loc: ['body'], msg: String(error) }] });
  }
  try {
    apply(body);
  } catch (error) {
    return sendJson(response, 400, { detail: error instanceof Error ? error.message : String(error) });
  }
  settings.save();
  await checkServices();
  sendJson(response, 200, { message: 'All settings updated successfully!' });
}

/** What is in the mount, by way of the database. */
async function items(): Promise<{ success: boolean; items: readonly { id: string; title: string }[] }> {
  const mount = String(settings.get('symlink.rclone_path') ?? '');
  const titles = mount !== '' && existsSync(mount) ? readdirSync(mount) : [];
  for (const title of titles) {
    await database.query('INSERT INTO "MediaItem" (id, title) VALUES ($1, $1) ON CONFLICT DO NOTHING', [title]);
  }
  const result = await database.query<{ id: string; title: string }>(
    'SELECT id, title FROM "MediaItem" ORDER BY title',
  );
  return { success: true, items: result.rows };
}

function readPort(args: readonly string[]): number {
  if (args.length === 0) return 8080;
  const [flag, value] = args;
  if (args.length !== 2 || (flag !== '-p' && flag !== '--port')) {
    return refuse(`usage: main.py [-h] [-p PORT]\nmain.py: error: unrecognized arguments: ${args.join(' ')}`, 2);
  }
  const parsed = Number(value);
  return Number.isInteger(parsed)
    ? parsed
    : refuse(`main.py: error: argument -p/--port: invalid int value: '${value}'`, 2);
}
