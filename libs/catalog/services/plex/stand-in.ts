/*
 * Stand-in for Plex Media Server 1.42, constructed from how its packages start it and from its published interface: reads
 * Preferences.xml, which it rewrites when it ends, listens on its one port, answers identity, settings and libraries.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerResponse } from 'node:http';
import { refuse, requireEnv, standInVersion } from '../../stand-in-kit/exit.ts';
import { createLineWriter } from '../../stand-in-kit/log.ts';
import { listen, sendJson, sendPage, sendText, type StandInRequest } from '../../stand-in-kit/server.ts';
import { encodeXml } from '../../stand-in-kit/xml-element.ts';
import { emptyPreferences, readPreferences, writePreferences } from '../../families/media-server/plex-preferences.ts';

const version = standInVersion('1.42.1.10060-4e8b05daf');
if (process.argv[2] === '--version') {
  process.stdout.write(`v${version}\n`);
  process.exit(0);
}
const support = requireEnv('PLEX_MEDIA_SERVER_APPLICATION_SUPPORT_DIR');
const home = requireEnv('PLEX_MEDIA_SERVER_HOME');
if (!existsSync(join(home, 'Plex Media Server'))) refuse(`Resources are not found in ${home}`);
const data = join(support, 'Plex Media Server');
const pidFile = join(data, 'plexmediaserver.pid');
const preferencesFile = join(data, 'Preferences.xml');
mkdirSync(data, { recursive: true });
const other = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0;
if (isAlive(other)) refuse(`Another Plex Media Server is running, process ${other} of ${pidFile}`);
writeFileSync(pidFile, String(process.pid));

const write = createLineWriter(join(data, 'Logs', 'Plex Media Server.log'));
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const log = (level: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR', message: string): void => {
  const now = new Date();
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${months[now.getMonth()] ?? ''} ${two(now.getDate())}, ${now.getFullYear()}`;
  const time = `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}.${String(now.getMilliseconds()).padStart(3, '0')}`;
  write(`${day} ${time} [139912347286328] ${level} - ${message}`);
};
const fail = (message: string): never => {
  log('ERROR', message);
  rmSync(pidFile, { force: true });
  process.exit(1);
};

log('INFO', `Plex Media Server v${version} (simulated stand-in) - Docker Linux - build: linux-x86_64 debian`);
const preferences = loadPreferences();
// The real one has no setting for it. Tests that run beside each other need one.
const port = Number(process.env['SIMULATOR_PLEX_PORT'] ?? '32400');
const libraries: { key: string; title: string; type: string; path: string }[] = [];
process.stderr.write('Critical: libusb_init failed\n');

await listen(
  {
    host: '::',
    port,
    onFailed: (error) => fail(`Network Service: couldn't bind to port ${port}: ${error.message}`),
    onStop: () => {
      savePreferences();
      rmSync(pidFile, { force: true });
      log('INFO', 'Plex Media Server is shutting down');
    },
  },
  (request, response) => {
    response.setHeader('x-plex-protocol', '1.0');
    if (request.path === '/identity') {
      const claimed = preferences.get('PlexOnlineToken') ? '1' : '0';
      const machineIdentifier = preferences.get('ProcessedMachineIdentifier') ?? '';
      return sendContainer(request, response, { size: '0', apiVersion: '1.1.1', claimed, machineIdentifier, version });
    }
    if (request.path === '/web/index.html') return sendPage(response, 'Plex', [`Version ${version}.`]);
    if (!mayCall(request))
      return sendText(response, 401, '<html><head><title>Unauthorized</title></head></html>', 'text/html');
    return answer(request, response);
  },
);
log('INFO', `Network Service: listening on port ${port}`);

function answer(request: StandInRequest, response: ServerResponse): void {
  switch (`${request.method} ${request.path}`) {
    case 'GET /':
      return sendContainer(request, response, {
        friendlyName: preferences.get('FriendlyName') ?? '',
        machineIdentifier: preferences.get('ProcessedMachineIdentifier') ?? '',
        version,
      });
    case 'GET /:/prefs':
      return sendContainer(request, response, { size: String(preferences.size) }, settings());
    case 'PUT /:/prefs':
      for (const [name, value] of new URLSearchParams(request.query))
        if (!name.startsWith('X-Plex-')) preferences.set(name, value);
      savePreferences();
      return sendText(response, 200, '');
    case 'GET /library/sections':
      return sendContainer(
        request,
        response,
        { size: String(libraries.length) },
        libraries.map(({ key, title, type, path }) => ({ element: 'Directory', key, title, type, path })),
      );
    case 'POST /library/sections': {
      const [title, type, path] = ['name', 'type', 'location'].map((name) => request.query.get(name) ?? '');
      if (!title || !type || !path || !existsSync(path)) return sendText(response, 400, '');
      libraries.push({ key: String(libraries.length + 1), title, type, path });
      return sendText(response, 201, '');
    }
    case 'GET /status/sessions':
      return sendContainer(request, response, { size: '0' });
    default:
      return sendText(response, 404, '<html><head><title>Not Found</title></head></html>', 'text/html');
  }
}

function settings() {
  return [...preferences]
    .filter(([name]) => !/Token|Identifier/.test(name))
    .map(([id, value]) => ({ element: 'Setting', id, value }));
}

/** A server without an account trusts this machine; one with an account trusts its token. */
function mayCall(request: StandInRequest): boolean {
  const wanted = preferences.get('PlexOnlineToken');
  if (!wanted) return true;
  const header = request.headers['x-plex-token'];
  return (typeof header === 'string' ? header : request.query.get('X-Plex-Token')) === wanted;
}

type Attributes = Readonly<Record<string, string>>;

function sendContainer(
  request: StandInRequest,
  response: ServerResponse,
  attributes: Attributes,
  children: readonly (Attributes & { readonly element: string })[] = [],
): void {
  if (request.headers.accept?.includes('application/json')) {
    const lists = Object.fromEntries(
      [...new Set(children.map(({ element }) => element))].map((name) => [
        name,
        children.filter(({ element }) => element === name).map(({ element: _element, ...rest }) => rest),
      ]),
    );
    return sendJson(response, 200, { MediaContainer: { ...attributes, ...lists } });
  }
  const inner = children.map(({ element, ...rest }) => `\n  <${element}${xmlAttributes(rest)}/>`).join('');
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<MediaContainer${xmlAttributes(attributes)}>${inner}\n</MediaContainer>\n`;
  sendText(response, 200, body, 'text/xml;charset=utf-8');
}

function xmlAttributes(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${encodeXml(value)}"`)
    .join('');
}

/** What is missing Plex makes up. */
function loadPreferences(): Map<string, string> {
  const text = existsSync(preferencesFile) ? readFileSync(preferencesFile, 'utf8') : emptyPreferences;
  const found = readPreferences(text);
  if (found === undefined) return fail(`Error loading preferences: ${preferencesFile} cannot be parsed`);
  const machine = found.get('MachineIdentifier') ?? randomUUID();
  const processed = createHash('sha1').update(`${machine}- Plex Media Server`).digest('hex');
  const made = new Map([['MachineIdentifier', machine], ['ProcessedMachineIdentifier', processed], ...found]);
  writeFileSync(preferencesFile, writePreferences(emptyPreferences, Object.fromEntries(made)), { mode: 0o600 });
  return made;
}

function savePreferences(): void {
  writeFileSync(preferencesFile, writePreferences(emptyPreferences, Object.fromEntries(preferences)), { mode: 0o600 });
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid < 1) return false;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
