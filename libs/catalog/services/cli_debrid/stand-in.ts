/*
 * Stand-in for CLI Debrid v0.7.25, constructed from its source: makes its directories, keeps its own config.json, takes
 * over where the battery is, and shows what battery and Phalanx DB answer.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuse, standInVersion } from '../../stand-in-kit/exit.ts';
import { timeParts } from '../../stand-in-kit/log.ts';
import { createFileLog } from '../../stand-in-kit/python-log.ts';
import { listen, sendJson, sendPage, sendText } from '../../stand-in-kit/server.ts';

interface Settings {
  readonly 'Metadata Battery'?: { readonly url?: string };
  readonly 'UI Settings'?: { readonly enable_phalanx_db?: boolean };
  readonly Debug?: { readonly logging_level?: string };
}

const env = process.env;
const folders = {
  config: env['USER_CONFIG'] ?? '/user/config',
  logs: env['USER_LOGS'] ?? '/user/logs',
  content: env['USER_DB_CONTENT'] ?? '/user/db_content',
};
for (const folder of Object.values(folders)) makeFolder(folder);
const writeFile = createFileLog(join(folders.logs, 'debug.log'));
const log = (level: 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR', place: string, message: string): void => {
  const { year, month, day, time, millis } = timeParts(new Date());
  writeFile(`${year}-${month}-${day} ${time},${millis} - ${place} - ${level} - ${message}`);
  if (level !== 'DEBUG') process.stdout.write(`${year}-${month}-${day} ${time} - ${message}\n`);
};

const port = Number(env['CLI_DEBRID_PORT'] ?? '5000');
if (!Number.isInteger(port)) refuse(`ValueError: invalid literal for int() with base 10: '${env['CLI_DEBRID_PORT']}'`);
const configFile = join(folders.config, 'config.json');
if (!existsSync(configFile)) log('WARNING', 'main.py:backup_config:129', 'config.json not found, no backup created.');
const batteryUrl = `http://${env['CLI_DEBRID_BATTERY_HOST'] ?? 'localhost'}:${env['CLI_DEBRID_BATTERY_PORT'] ?? '5001'}`;
const settings: Settings = { ...readSettings(), 'Metadata Battery': { url: batteryUrl } };
writeFileSync(configFile, `${JSON.stringify(settings, null, 4)}\n`);
log('INFO', 'main.py:main:1933', `Set metadata battery URL to ${batteryUrl}`);
writeFileSync(join(folders.content, 'media_items.db'), '', { flag: 'a' });

await listen(
  { host: '0.0.0.0', port, onFailed: (error) => refuse(`OSError: [Errno 98] ${error.message}`) },
  async (request, response) => {
    if (request.path === '/webhook/rclone') {
      const file = request.query.get('file');
      if (file === null) return sendJson(response, 400, { error: 'Missing file parameter' });
      log('INFO', 'webhook_routes.py:rclone_webhook:131', `Received rclone webhook for file: ${file}`);
      return sendJson(response, 200, { status: 'success', message: `Processing started for file: ${file}` });
    }
    if (request.path !== '/') return sendText(response, 404, 'Not Found');
    return sendPage(response, 'CLI Debrid', [
      `Version ${standInVersion('v0.7.25')}.`,
      await ask('Battery', `${batteryUrl}/api/stats`),
      readSettings()['UI Settings']?.enable_phalanx_db === true
        ? await ask('Phalanx DB', `${phalanxUrl()}/health`)
        : 'Phalanx DB is switched off in the settings.',
    ]);
  },
);
process.stdout.write(
  `cli_debrid is initialized.\nThe web UI is available at http://localhost:${port}\nUse the web UI to control the program.\n`,
);

function phalanxUrl(): string {
  const host = env['CLI_DEBRID_PHALANX_HOST'];
  const base = host === undefined ? (env['CLI_DEBRID_PHALANX_URL'] ?? 'http://localhost') : `http://${host}`;
  return `${base}:${env['CLI_DEBRID_PHALANX_PORT'] ?? '8888'}`;
}

async function ask(name: string, url: string): Promise<string> {
  try {
    const answer = await fetch(url);
    return `${name} at ${url} answers ${answer.status}.`;
  } catch {
    log('ERROR', 'api_tracker.py:get:40', `${name} at ${url} cannot be reached`);
    return `${name} at ${url} does not answer.`;
  }
}

function readSettings(): Settings {
  if (!existsSync(configFile)) return {};
  try {
    return JSON.parse(readFileSync(configFile, 'utf8')) as Settings; // The program's own file.
  } catch (error) {
    log('ERROR', 'settings.py:load_config:140', `Error decoding JSON from config file: ${String(error)}`);
    return {};
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    refuse(`PermissionError: [Errno 13] ${error instanceof Error ? error.message : String(error)}`);
  }
}
