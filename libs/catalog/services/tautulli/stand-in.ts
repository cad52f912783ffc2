/*
 * Stand-in for Tautulli 2.17, constructed from its sources: reads its options and config.ini, which it completes and writes
 * over when it ends, asks Plex who it is, answers /status and the part of its API that says so.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readKey, writeKey } from '../../families/ini-section.ts';
import { refuse, standInVersion } from '../../stand-in-kit/exit.ts';
import { createLineWriter, timeParts } from '../../stand-in-kit/log.ts';
import { listen, sendJson, sendPage, sendText } from '../../stand-in-kit/server.ts';

const version = standInVersion('v2.17.2');
const { config: configFile, datadir, port } = readOptions();
for (const name of ['logs', 'backups', 'cache']) mkdirSync(join(datadir, name), { recursive: true });
const write = createLineWriter(join(datadir, 'logs', 'tautulli.log'));
const log = (level: 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR', message: string): void => {
  const { year, month, day, time } = timeParts(new Date());
  write(`${year}-${month}-${day} ${time} - ${level.padEnd(7)} :: MainThread : ${message}`);
};
const fail = (message: string): never => {
  log('ERROR', message);
  process.exit(1);
};

log('INFO', `Starting Tautulli ${version} (simulated stand-in)`);
const config = complete(existsSync(configFile) ? readFileSync(configFile, 'utf8') : '');
save();
const setting = (section: string, key: string): string => unquote(readKey(config, section, key) ?? '');
if (!/^(?:\/[\w-]+)*\/?$/.test(setting('General', 'http_root')))
  fail(`Tautulli WebStart :: Failed to start Tautulli: the HTTP root ${setting('General', 'http_root')} is not a path`);
const pms = { url: setting('PMS', 'pms_url'), token: setting('PMS', 'pms_token') };
if (setting('General', 'api_key') === '') fail('Tautulli Config :: no API key');

await listen(
  {
    host: '0.0.0.0',
    port,
    onFailed: (error) => fail(`Tautulli WebStart :: Failed to start the web server on port ${port}: ${error.message}`),
    // What was changed in the file meanwhile is lost, as it is with Tautulli.
    onStop: save,
  },
  async (request, response) => {
    if (request.path === '/status') return sendJson(response, 200, { result: 'success', message: 'Ok' });
    if (request.path === '/api/v2') {
      if (request.query.get('apikey') !== setting('General', 'api_key'))
        return sendJson(response, 401, { response: { result: 'error', message: 'Invalid apikey', data: {} } });
      return sendJson(response, 200, { response: await command(request.query.get('cmd') ?? '') });
    }
    if (request.path === '/welcome' || request.path === '/home')
      return sendPage(response, 'Tautulli', [`Version ${version}.`]);
    if (request.path === '/') {
      const isNew = setting('General', 'first_run_complete') !== '1';
      return void response.writeHead(303, { location: isNew ? '/welcome' : '/home' }).end();
    }
    return sendText(response, 404, 'The path was not found.');
  },
);
log('INFO', `Tautulli WebStart :: Started Tautulli web server on http://0.0.0.0:${port}/`);
if (pms.token === '') log('WARNING', 'Tautulli WebSocket :: No token to ask Plex with; finish the setup wizard');
else
  log(
    'INFO',
    (await askPlex()) === undefined ? 'Tautulli WebSocket :: Connection refused' : 'Tautulli WebSocket :: Ready',
  );

async function command(name: string): Promise<object> {
  if (name !== 'server_status' && name !== 'get_server_identity')
    return { result: 'error', message: `Unknown command: ${name}`, data: {} };
  const identifier = await askPlex();
  const data =
    name === 'server_status'
      ? { connected: identifier !== undefined && identifier === setting('PMS', 'pms_identifier') }
      : { machine_identifier: identifier ?? '' };
  return { result: 'success', message: null, data };
}

/** Who Plex says it is, once it has taken our token. */
async function askPlex(): Promise<string | undefined> {
  try {
    const headers = { 'x-plex-token': pms.token };
    const sessions = await fetch(`${pms.url}/status/sessions`, { headers });
    if (!sessions.ok) return undefined;
    const text = await (await fetch(`${pms.url}/identity`)).text();
    return /machineIdentifier="([^"]+)"/.exec(text)?.[1];
  } catch (error) {
    log('ERROR', `Tautulli PMS Request :: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function readOptions(): { readonly config: string; readonly datadir: string; readonly port: number } {
  try {
    const { values } = parseArgs({
      options: {
        config: { type: 'string' },
        datadir: { type: 'string' },
        port: { type: 'string', short: 'p' },
        nolaunch: { type: 'boolean' },
        quiet: { type: 'boolean', short: 'q' },
        verbose: { type: 'boolean', short: 'v' },
        nofork: { type: 'boolean' },
      },
    });
    const { config, datadir: directory } = values;
    const number = Number(values.port ?? '8181');
    if (!Number.isInteger(number) || number < 1 || number > 65_535)
      return refuse(`Tautulli.py: error: argument -p/--port: invalid int value: '${values.port ?? ''}'`, 2);
    if (config === undefined || directory === undefined) return refuse('The stand-in needs --config and --datadir.', 2);
    return { config, datadir: directory, port: number };
  } catch (error) {
    return refuse(`Tautulli.py: error: ${error instanceof Error ? error.message : String(error)}`, 2);
  }
}

/** Every setting is in its file, those that nobody has set with their defaults. */
function complete(text: string): string {
  const defaults = [
    ['General', 'api_key', randomBytes(16).toString('hex')],
    ['General', 'http_root', '""'],
    ['General', 'first_run_complete', '0'],
    ['General', 'check_github', '1'],
    ['PMS', 'pms_identifier', '""'],
    ['PMS', 'pms_ip', '127.0.0.1'],
    ['PMS', 'pms_name', '""'],
    ['PMS', 'pms_port', '32400'],
    ['PMS', 'pms_token', '""'],
    ['PMS', 'pms_url', '""'],
    ['PMS', 'pms_url_manual', '0'],
  ] as const;
  return defaults.reduce(
    (now, [section, key, value]) =>
      readKey(now, section, key) === undefined ? writeKey(now, section, key, value) : now,
    text,
  );
}

function save(): void {
  writeFileSync(configFile, config, { mode: 0o600 });
}

function unquote(value: string): string {
  return value.replace(/^(["'])(.*)\1$/, '$2');
}
