/*
 * Stand-in for NeutArr 1.6, constructed from its settings manager, its routes and its log format: keeps a file for each
 * kind of Arr, adds what is missing in them, and asks every instance that it finds there who it is.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuse, standInVersion } from '../../stand-in-kit/exit.ts';
import { createLineWriter, timeParts } from '../../stand-in-kit/log.ts';
import { listen, sendJson, sendPage } from '../../stand-in-kit/server.ts';

interface Instance {
  readonly name: string;
  readonly api_url: string;
  readonly api_key: string;
  readonly enabled: boolean;
}
type Settings = Readonly<Record<string, unknown>>;

const apis: Readonly<Record<string, string>> = { sonarr: 'v3', radarr: 'v3', lidarr: 'v1', whisparr: 'v3' };
const cacheMs = 5_000;
const version = standInVersion('1.6.1');
const folder = process.env['NEUTARR_CONFIG_DIR'] ?? '/config';
const stateFolder = process.env['STATEFUL_DIR'] ?? '/config/stateful';
const writers = new Map<string, (line: string) => void>();

function log(app: string, level: 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR', message: string): void {
  const file = app === 'neutarr' ? 'neutarr.log' : `${app}.log`;
  const write = writers.get(file) ?? createLineWriter(join(folder, 'logs', file));
  writers.set(file, write);
  const { year, month, day, time } = timeParts(new Date());
  write(`${year}-${month}-${day} ${time} - ${app === 'neutarr' ? app : `neutarr.${app}`} - ${level} - ${message}`);
}

prepare();
const text = process.env['PORT'] ?? '9705';
const port = Number(text);
if (!Number.isInteger(port)) refuse(`ValueError: invalid literal for int() with base 10: '${text}'`);
log('neutarr', 'INFO', `Starting web server on 0.0.0.0:${port} (Debug: False)...`);
await listen(
  {
    host: '0.0.0.0',
    port,
    onFailed: (error) => {
      log('neutarr', 'ERROR', `Waitress server failed: ${error.message}`);
      return process.exit(1);
    },
    onStop: () => log('neutarr', 'INFO', '--- NeutArr Main Process Exiting ---'),
  },
  (request, response) => {
    if (request.path === '/ping' || request.path === '/api/health') return sendJson(response, 200, { status: 'OK' });
    if (request.path.startsWith('/api/')) return sendJson(response, 401, { error: 'Unauthorized' });
    const known = Object.keys(apis).map((app) => `${app}: ${names(app)}.`);
    return sendPage(response, 'NeutArr', [`Version ${version}.`, ...known]);
  },
);
log('neutarr', 'INFO', `Serving on http://0.0.0.0:${port}`);
const answered = new Map<string, string>();
await lookAround();
setInterval(() => void lookAround(), cacheMs);

function prepare(): void {
  try {
    for (const path of [folder, stateFolder, join(folder, 'backups')]) mkdirSync(path, { recursive: true });
  } catch (error) {
    refuse(`PermissionError: ${error instanceof Error ? error.message : String(error)}`);
  }
  log('neutarr', 'INFO', `NeutArr ${version} (simulated stand-in)`);
  for (const app of [...Object.keys(apis), 'general']) load(app);
}

/** Reads a file anew each time; missing keys are added, and what is no JSON is replaced, as NeutArr does. */
function load(app: string): Settings {
  const path = join(folder, `${app}.json`);
  const defaults: Settings =
    app === 'general'
      ? { debug_mode: false, stateful_management_hours: 168 }
      : {
          instances: [{ name: 'Default', api_url: '', api_key: '', enabled: true }],
          hunt_missing_items: 1,
          hourly_cap: 20,
        };
  let settings: Settings | undefined;
  try {
    settings = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Settings) : undefined; // read leniently below
  } catch {
    log('neutarr', 'ERROR', `Error decoding JSON from ${path}. Restoring from default.`);
  }
  const whole = { ...defaults, ...settings };
  if (JSON.stringify(whole) !== JSON.stringify({ ...settings })) writeFileSync(path, JSON.stringify(whole, null, 2));
  return whole;
}

function instancesOf(app: string): readonly Instance[] {
  const { instances } = load(app);
  return Array.isArray(instances) ? (instances as readonly Instance[]).filter(({ api_url: url }) => Boolean(url)) : []; // from its own file
}

function names(app: string): string {
  return (
    instancesOf(app)
      .map(({ name }) => name)
      .join(', ') || 'none'
  );
}

/** Says of each instance, when it is new or has changed, whether it answers to its key. */
async function lookAround(): Promise<void> {
  for (const [app, api] of Object.entries(apis)) {
    for (const { name, api_url: url, api_key: key } of instancesOf(app).filter(({ enabled }) => enabled)) {
      const status = await ask(`${url}/api/${api}/system/status`, key);
      if (answered.get(`${app} ${name}`) === `${url} ${status}`) continue;
      answered.set(`${app} ${name}`, `${url} ${status}`);
      if (status === '200') log(app, 'INFO', `Connected to ${app} instance ${name} at ${url}`);
      else log(app, 'WARNING', `${app} instance ${name} at ${url} is not reachable: ${status}`);
    }
  }
}

async function ask(url: string, key: string): Promise<string> {
  try {
    return String((await fetch(url, { headers: { 'x-api-key': key } })).status);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
