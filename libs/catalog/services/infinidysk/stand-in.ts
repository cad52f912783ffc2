/*
 * Stand-in for InfiniDysk 1.2, constructed from its controllers, its frontend's proxy and its log template. One source
 * plays both programs: the backend (WebDAV, SABnzbd's interface, settings in SQLite or the real PostgreSQL) and the
 * frontend, which hands on what is the backend's.
 */
import { request as forward, type ServerResponse } from 'node:http';
import { answerDav, type DavDirectory } from '../../stand-in-kit/dav.ts';
import { type ConfigItems, createMasker, openConfigItems } from '../../stand-in-kit/config-items.ts';
import { requireEnv, standInVersion } from '../../stand-in-kit/exit.ts';
import { createLineWriter, timeParts } from '../../stand-in-kit/log.ts';
import { answerSabnzbd, createUsenetQueue } from '../../stand-in-kit/sabnzbd.ts';
import { listen, sendJson, sendPage, sendText, type StandInRequest } from '../../stand-in-kit/server.ts';

const write = createLineWriter();
const chatty = /^(debug|verbose)$/i.test(process.env['LOG_LEVEL'] ?? '');
const log = (level: 'DBG' | 'INF' | 'WRN' | 'ERR' | 'FTL', message: string): void => {
  if (level !== 'DBG' || chatty) write(`[${timeParts(new Date()).time} ${level}] ${message}`);
};
const fail = (message: string): never => {
  log('FTL', message);
  process.exit(1);
};
const said = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const backendPaths = ['/api', '/ready', '/metrics', '/view', '/.ids', '/nzbs', '/content', '/completed-symlinks'];

if (Reflect.get(globalThis, 'STAND_IN_ROLE') === 'frontend' || process.env['STAND_IN_ROLE'] === 'frontend') {
  await runFrontend();
} else {
  await runBackend();
}

async function runFrontend(): Promise<void> {
  const backend = requireEnv('BACKEND_URL');
  const port = Number(process.env['PORT'] ?? '3000');
  log('INF', 'Starting frontend production server');
  await listen({ host: '::', port, onFailed: (error) => fail(said(error)) }, (request, response) => {
    if (request.path === '/healthz') return sendText(response, 200, 'ok');
    const isBackends = backendPaths.some((path) => request.path === path || request.path.startsWith(`${path}/`));
    if (isBackends || request.method === 'PROPFIND' || request.method === 'OPTIONS') {
      return handOn(backend, request, response);
    }
    return sendPage(response, 'InfiniDysk', [`Version ${process.env['NZBDAV_VERSION'] ?? 'unknown'}.`]);
  });
  log('INF', `Frontend server listening on http://localhost:${port}`);
}

async function handOn(backend: string, request: StandInRequest, response: ServerResponse): Promise<void> {
  const body = await request.text();
  const search = request.query.toString();
  const url = `${backend}${request.path}${search === '' ? '' : `?${search}`}`;
  await new Promise<void>((resolve) => {
    const passed = forward(url, { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response).once('close', resolve);
    });
    passed.once('error', () => {
      sendText(response, 502, 'Bad Gateway');
      resolve();
    });
    passed.end(body);
  });
}

async function runBackend(): Promise<void> {
  const configPath = process.env['CONFIG_PATH'] ?? '/config';
  const version = process.env['NZBDAV_VERSION'] || standInVersion('1.2.3');
  log('INF', `Starting NzbDav ${version} (simulated stand-in) with config at ${configPath}`);
  const items = await open();
  if (process.argv.includes('--db-migration')) {
    await items.close();
    log('INF', 'Database migrations are up to date');
    return;
  }
  const key = process.env['FRONTEND_BACKEND_API_KEY'] ?? '';
  if (key === '') fail('Environment variable `FRONTEND_BACKEND_API_KEY` is required.');
  const port = readPort(process.env['ASPNETCORE_URLS'] ?? 'http://+:8080');
  const categories = async (): Promise<ReadonlyMap<string, string>> => {
    const text = (await items.read('api.categories')) || process.env['CATEGORIES'] || 'audio,software,tv,movies';
    return new Map(['uncategorized', ...text.split(',')].map((name) => [name.trim(), name.trim()]));
  };
  let folders = await categories();
  const queue = createUsenetQueue('nzbdav', () => folders);
  const masker = createMasker(key);
  await listen({ host: '::', port, onFailed: (error) => fail(said(error)), onStop: () => items.close() }, route);
  log('INF', `Now listening on: http://[::]:${port}`);

  async function route(request: StandInRequest, response: ServerResponse): Promise<void> {
    if (request.path === '/health') return sendText(response, 200, 'Healthy');
    if (request.path === '/api' || request.path.startsWith('/api/')) {
      const given = request.headers['x-api-key'] ?? request.query.get('apikey') ?? undefined;
      if (given !== key) {
        const error = given === undefined ? 'API Key Required' : 'API Key Incorrect';
        return sendJson(response, 401, { status: false, error });
      }
      return request.path === '/api' ? speakSabnzbd(request, response) : speakOwn(request, response);
    }
    if (!isSignedIn(request)) {
      response.setHeader('www-authenticate', 'Basic realm="NzbDAV"');
      return sendText(response, 401, '');
    }
    return answerDav(library(), '/', request, response);
  }

  async function speakSabnzbd(request: StandInRequest, response: ServerResponse): Promise<void> {
    const mount = (await items.read('rclone.mount-dir')) || process.env['MOUNT_DIR'] || '/mnt/nzbdav';
    const place = { completeDir: `${mount}/completed-symlinks`, folderOf: (category: string) => category };
    return answerSabnzbd(queue, place, request, response);
  }

  async function speakOwn(request: StandInRequest, response: ServerResponse): Promise<void> {
    if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') !== true) {
      return sendJson(response, 400, { status: false, error: 'Config updates must be submitted as form fields.' });
    }
    const form = new URLSearchParams(await request.text());
    if (request.path === '/api/get-config') {
      const found = form.getAll('config-keys').map(async (configName) => {
        const value = await items.read(configName);
        return value === undefined
          ? []
          : [{ configName, configValue: isSecret(configName) ? masker.mask(value) : value }];
      });
      return sendJson(response, 200, { status: true, configItems: (await Promise.all(found)).flat() });
    }
    if (request.path !== '/api/update-config') return sendJson(response, 404, { status: false, error: 'Not Found' });
    try {
      const changed = new Map<string, string>();
      for (const [name, value] of form) {
        if (name === 'arr.instances') assertArrs(value);
        changed.set(name, isSecret(name) ? masker.resolve(value, await items.read(name)) : value);
      }
      await items.write(changed);
      log('INF', `Saved ${[...changed.keys()].join(', ')}`);
    } catch (error) {
      return sendJson(response, 400, { status: false, error: said(error) });
    }
    folders = await categories();
    return sendJson(response, 200, { status: true });
  }

  function library(): DavDirectory {
    const modifiedAt = new Date(0);
    const empty: DavDirectory = { kind: 'directory', modifiedAt, children: new Map() };
    return {
      kind: 'directory',
      modifiedAt,
      children: new Map([
        ['nzbs', empty],
        ['content', queue.tree()],
        ['.ids', empty],
      ]),
    };
  }
}

async function open(): Promise<ConfigItems> {
  try {
    return await openConfigItems(process.env, (error) => fail(`Npgsql.NpgsqlException: ${error.message}`));
  } catch (error) {
    return fail(`NzbDav terminated unexpectedly: Npgsql.PostgresException: ${said(error)}`);
  }
}

function isSecret(name: string): boolean {
  return name === 'arr.instances';
}

/** @throws Error where an Arr has no address or key */
function assertArrs(text: string): void {
  const value = JSON.parse(text) as Readonly<Record<string, unknown>>; // the lists are looked at below
  for (const list of ['RadarrInstances', 'SonarrInstances'].flatMap((name) => value[name] ?? [])) {
    const { Host: host, ApiKey: apiKey } = list as { Host?: unknown; ApiKey?: unknown };
    if (typeof host !== 'string' || host === '' || typeof apiKey !== 'string' || apiKey === '') {
      throw new Error('arr.instances: JSON deserialization was missing required properties: Host, ApiKey');
    }
  }
}

function isSignedIn(request: StandInRequest): boolean {
  const { WEBDAV_USER: user = 'admin', WEBDAV_PASSWORD: password } = process.env;
  const wanted = `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}`;
  return password !== undefined && request.headers.authorization === wanted;
}

function readPort(urls: string): number {
  const match = /^https?:\/\/(?:\+|\*|\[::\]|[\w.]+):(\d+)\/?$/.exec(urls.split(';')[0] ?? '');
  return match === null ? fail(`Invalid URL: '${urls}'`) : Number(match[1]);
}
