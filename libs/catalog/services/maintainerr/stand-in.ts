/*
 * Stand-in for Maintainerr 3, constructed from its source: needs the places that its build has written into it, keeps its
 * settings in its data folder, answers health and the settings API, which asks for no key.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createLineWriter, timeParts } from '../../stand-in-kit/log.ts';
import { listen, sendJson, sendPage, sendText, type StandInRequest } from '../../stand-in-kit/server.ts';

interface Servarr {
  readonly id: number;
  readonly serverName: string;
  readonly url: string;
  readonly apiKey: string;
}

interface Settings {
  radarr: Servarr[];
  sonarr: Servarr[];
  seerr: { readonly url: string; readonly api_key: string } | undefined;
}

const { env } = process;
const version = (env['npm_package_version'] ?? '0.0.1').replace(/^v/, '');
const program = dirname(process.argv[1] ?? '.');
const dataDir = env['DATA_DIR']?.trim() || '/opt/data';
const writers = [createLineWriter()];
const log = (level: 'INFO' | 'WARN' | 'ERROR' | 'FATAL', context: string, message: string): void => {
  const { year, month, day, time } = timeParts(new Date());
  for (const write of writers)
    write(`[maintainerr] | ${day}/${month}/${year} ${time}  [${level}] [${context}] ${message}`);
};
const fail = (context: string, message: string): never => {
  log('FATAL', context, message);
  process.exit(1);
};

if (env['NODE_ENV'] !== 'production') fail('Main', 'NODE_ENV is not production');
const places = (await import(pathToFileURL(join(program, 'app/config/places.js')).href)) as {
  migrations: string;
  logs: string;
}; // Written by the simulated build, with Maintainerr's own fixed paths.
try {
  mkdirSync(join(dataDir, 'logs'), { recursive: true });
  mkdirSync(join(places.logs, 'logs'), { recursive: true });
} catch {
  fail(
    'Main',
    'Could not create or access (files in) the data directory. Please make sure the necessary permissions are set',
  );
}
if (!existsSync(places.migrations) || readdirSync(places.migrations).length === 0)
  fail('TypeOrmModule', `no such table: settings; there are no migrations in ${places.migrations}`);
if (!existsSync(join(program, '../../../node_modules/canvas/build/Release/canvas.node')))
  fail('Main', "Cannot find module '../build/Release/canvas.node'");
if (!existsSync(join(program, 'ui/index.html'))) fail('Main', `There is no page in ${join(program, 'ui')}`);

const file = join(dataDir, 'maintainerr.stand-in.json');
const settings: Settings = existsSync(file)
  ? (JSON.parse(readFileSync(file, 'utf8')) as Settings) // Written by `save`.
  : { radarr: [], sonarr: [], seerr: undefined };
const port = Number(env['UI_PORT'] ?? '6246');
const host = env['UI_HOSTNAME'] ?? '0.0.0.0';
await listen({ host, port, onFailed: (error) => fail('NestApplication', error.message) }, route);
log(
  'INFO',
  'NestApplication',
  `Maintainerr ${version} (${env['VERSION_TAG'] ?? 'develop'}, simulated stand-in) on port ${port}`,
);

function save(): void {
  writeFileSync(`${file}.tmp`, JSON.stringify(settings));
  renameSync(`${file}.tmp`, file);
}

async function route(request: StandInRequest, response: ServerResponse): Promise<void> {
  const path = request.path.replace(/(.)\/$/, '$1');
  if (path === '/api/health/ready' || path === '/api/health')
    return sendJson(response, 200, { status: 'ok', database: 'ok' });
  if (path === '/api/health/live') return sendJson(response, 200, { status: 'ok' });
  if (path === '/api/settings/version') return sendText(response, 200, version);
  const [, kind, id] = /^\/api\/settings\/(radarr|sonarr)(?:\/(\d+))?$/.exec(path) ?? [];
  if (kind === 'radarr' || kind === 'sonarr') return answerServarr(kind, id, request, response);
  if (path === '/api/settings/seerr') return answerSeerr(request, response);
  if (path.startsWith('/api/')) {
    const message = `Cannot ${request.method} ${path}`;
    return sendJson(response, 404, { message, error: 'Not Found', statusCode: 404 });
  }
  const page = readFileSync(join(program, 'ui/index.html'), 'utf8');
  if (page.includes('__PATH_PREFIX__'))
    return sendText(response, 404, 'The page looks for its parts in the wrong place.');
  return sendPage(response, 'Maintainerr', [
    `Version ${version}.`,
    `Knows ${settings.radarr.length} Radarr and ${settings.sonarr.length} Sonarr.`,
  ]);
}

async function answerServarr(
  kind: 'radarr' | 'sonarr',
  id: string | undefined,
  request: StandInRequest,
  response: ServerResponse,
): Promise<void> {
  const name = kind === 'radarr' ? 'Radarr' : 'Sonarr';
  if (request.method === 'GET' && id === undefined) return sendJson(response, 200, settings[kind]);
  const index = settings[kind].findIndex((server) => server.id === Number(id));
  if (request.method === 'DELETE' && id !== undefined) {
    if (index === -1) return sendJson(response, 200, { status: 'NOK', code: 0, message: 'Failure', data: null });
    settings[kind].splice(index, 1);
    save();
    return sendJson(response, 200, { status: 'OK', code: 1, message: 'Success' });
  }
  if (!(request.method === 'POST' && id === undefined) && !(request.method === 'PUT' && id !== undefined))
    return sendJson(response, 404, { message: `Cannot ${request.method} ${request.path}`, statusCode: 404 });
  const given = await readBody(request, ['serverName', 'url', 'apiKey'], response);
  if (given === undefined) return;
  const known = Number(id ?? Math.max(0, ...settings[kind].map((server) => server.id)) + 1);
  const data: Servarr = {
    id: known,
    serverName: given['serverName'] ?? '',
    url: (given['url'] ?? '').toLowerCase(),
    apiKey: given['apiKey'] ?? '',
  };
  if (index === -1) settings[kind].push(data);
  else settings[kind][index] = data;
  save();
  log('INFO', 'SettingsService', `${name} setting ${index === -1 ? 'added' : 'updated'}`);
  sendJson(response, request.method === 'POST' ? 201 : 200, { data, status: 'OK', code: 1, message: 'Success' });
}

async function answerSeerr(request: StandInRequest, response: ServerResponse): Promise<void> {
  if (request.method === 'GET') return sendJson(response, 200, settings.seerr ?? { url: null, api_key: null });
  if (request.method === 'DELETE') {
    settings.seerr = undefined;
    save();
    return sendJson(response, 200, { status: 'OK', code: 1, message: 'Success' });
  }
  const given = await readBody(request, ['url', 'api_key'], response);
  if (given === undefined) return;
  settings.seerr = { url: given['url'] ?? '', api_key: given['api_key'] ?? '' };
  save();
  sendJson(response, 201, { status: 'OK', code: 1, message: 'Success' });
}

/** A body with these texts, none blank and the address a whole one; else it is refused and the answer is `undefined`. */
async function readBody(
  request: StandInRequest,
  fields: readonly string[],
  response: ServerResponse,
): Promise<Readonly<Record<string, string>> | undefined> {
  let given: Record<string, unknown>;
  try {
    given = JSON.parse(await request.text()) as Record<string, unknown>; // Each field is looked at below.
  } catch (error) {
    sendJson(response, 400, { message: String(error), statusCode: 400 });
    return undefined;
  }
  const wrong = fields.filter((name) => {
    const value = given[name];
    return typeof value !== 'string' || value.trim() === '' || (name === 'url' && !/^https?:\/\/[^/\s]+/.test(value));
  });
  if (wrong.length === 0) return given as Record<string, string>;
  const errors = wrong.map((name) => ({ path: [name], message: `${name} is required` }));
  sendJson(response, 400, { statusCode: 400, message: 'Validation failed', errors });
  return undefined;
}
