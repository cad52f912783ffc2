/*
 * Stand-in for Decypharr v2.4, constructed from its source: reads its configuration as strictly, serves the library of the
 * simulated provider as WebDAV, mounts it with a real rclone, and speaks to the Arrs as qBittorrent.
 */
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { answerDav, type DavDirectory } from '../../stand-in-kit/dav.ts';
import { createDebridClient, type DebridTorrent } from '../../stand-in-kit/debrid-client.ts';
import { refuse, requireEnv, standInVersion } from '../../stand-in-kit/exit.ts';
import { createLibraryTree } from '../../stand-in-kit/library-tree.ts';
import { timeParts } from '../../stand-in-kit/log.ts';
import { listen, sendJson, sendPage, sendText, type StandInRequest } from '../../stand-in-kit/server.ts';
import { readConfig, type StandInConfig } from '../../stand-in-kit/decypharr/config.ts';
import { type Mount, startMount } from '../../stand-in-kit/decypharr/mount.ts';
import { createQbit } from '../../stand-in-kit/decypharr/qbit.ts';

const at = process.argv.indexOf('--config');
const folder = process.argv[at + 1];
if (at === -1 || folder === undefined) refuse('flag needs an argument: -config');
process.stdout.write(`Loading config from ${join(folder, 'config.json')}\n`);
const config = load(folder);
mkdirSync(join(folder, 'logs'), { recursive: true });
mkdirSync(join(folder, 'db'), { recursive: true });
const ranks = ['debug', 'info', 'warn', 'error'];
const log = (level: 'debug' | 'info' | 'warn' | 'error', component: string, message: string): void => {
  if (ranks.indexOf(level) < ranks.indexOf(config.logLevel)) return;
  const { year, month, day, time } = timeParts(new Date());
  const line = `${year}-${month}-${day} ${time} | ${level.toUpperCase().padEnd(5)} | [${component}] ${message}\n`;
  appendFileSync(join(folder, 'logs', 'decypharr.log'), line);
  process.stdout.write(line);
};

const version = standInVersion('v2.4').replace(/^v/, '');
log(
  'info',
  'decypharr',
  `Starting manager mount_path=${config.mount.path} mount_type=${config.mount.type} version=${version}`,
);
const tree = await readLibrary(config);
const qbit = createQbit(config.downloadFolder);
let mount: Mount | undefined;

await listen(
  {
    host: config.host,
    port: config.port,
    onFailed: (error) => {
      log('error', 'http', `Error starting server error="${error.message}"`);
      return refuse(error.message);
    },
    onStop: async () => {
      await mount?.stop();
      log('info', 'decypharr', 'Decypharr has been stopped gracefully.');
    },
  },
  (request, response) => {
    const path = withoutBase(request.path);
    if (path === undefined) return sendText(response, 404, '404 page not found\n');
    if (path === '/version') return sendJson(response, 200, { version, channel: 'simulated' });
    if (path === '/webdav' || path.startsWith('/webdav/')) {
      return answerDav(tree, `${config.urlBase}webdav/`, rooted(request), response);
    }
    if (path.startsWith('/api/v2/')) return qbit.answer(path.slice('/api/v2'.length), request, response);
    if (config.unfinished !== undefined) {
      if (path.startsWith('/api/')) return sendJson(response, 503, { error: config.unfinished, status: 503 });
      response.writeHead(303, { location: '/setup' });
      response.end();
      return undefined;
    }
    if (path === '/api/arrs') return sendJson(response, 200, qbit.arrs());
    if (path !== '/') return sendText(response, 404, '404 page not found\n');
    return sendPage(response, 'Decypharr', [
      `Version ${version}.`,
      `Providers: ${config.debrids.map(({ provider }) => provider).join(', ')}. Mount: ${config.mount.type}.`,
    ]);
  },
);
log('info', 'http', `Starting server on :${config.port}${config.urlBase}`);
if (config.mount.type === 'dfs' || config.mount.type === 'rclone') {
  try {
    mount = await startMount(folder, config);
    log('info', config.mount.type, `Mounted at ${config.mount.path}`);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    log('error', 'manager', `Failed to start mount manager, continuing without mounting error="${said}"`);
  }
}

function load(directory: string): StandInConfig {
  try {
    return readConfig(join(directory, 'config.json'), process.env);
  } catch (error) {
    return refuse(`error parsing config JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What all accounts hold, in the groups that the program has, and under the names of the providers. */
async function readLibrary({ debrids }: StandInConfig): Promise<DavDirectory> {
  const simulator = requireEnv('SIMULATOR_URL', 'The stand-in of decypharr never speaks to a real provider.');
  const groups = new Map<string, DavDirectory>();
  const all: DebridTorrent[] = [];
  let read: Parameters<typeof createLibraryTree>[2] = () => Promise.reject(new Error('there is no account'));
  for (const { provider, apiKey } of debrids) {
    // One simulated account stands for whichever provider.
    const client = createDebridClient(`${simulator}/debrid/rest/1.0`, apiKey);
    read = client.read;
    try {
      const torrents = await client.torrents();
      all.push(...torrents);
      groups.set(provider, titles(torrents, client.read));
      log('info', provider, `Loaded ${torrents.length} torrents`);
    } catch (error) {
      log(
        'error',
        provider,
        `Failed to load torrents error="${error instanceof Error ? error.message : String(error)}"`,
      );
    }
  }
  const everything = titles(all, read);
  const modifiedAt = new Date(0);
  const empty: DavDirectory = { kind: 'directory', modifiedAt, children: new Map() };
  const own = { __all__: everything, __bad__: empty, torrents: everything, nzbs: empty };
  return { kind: 'directory', modifiedAt, children: new Map([...Object.entries(own), ...groups]) };
}

function titles(torrents: readonly DebridTorrent[], read: Parameters<typeof createLibraryTree>[2]): DavDirectory {
  const all = createLibraryTree(torrents, {}, read).children.get('__all__');
  if (all?.kind !== 'directory') throw new Error('a library has a directory of all titles');
  return all;
}

function withoutBase(path: string): string | undefined {
  const base = config.urlBase.replace(/\/$/, '');
  return path.startsWith(`${base}/`) || path === base ? path.slice(base.length) || '/' : undefined;
}

/** With and without a slash at the end it is the same to the program. */
function rooted(request: StandInRequest): StandInRequest {
  return request.path === `${config.urlBase}webdav` ? { ...request, path: `${request.path}/` } : request;
}
