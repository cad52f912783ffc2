/*
 * Stand-in for CLI Battery 0.1.6, constructed from its source: makes its directories and its database file, and answers
 * statistics and the metadata of the few titles that the simulated provider has.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from '../../stand-in-kit/exit.ts';
import { timeParts } from '../../stand-in-kit/log.ts';
import { createFileLog } from '../../stand-in-kit/python-log.ts';
import { listen, sendJson, sendPage, sendText } from '../../stand-in-kit/server.ts';

const titles: Readonly<Record<string, string>> = {
  tt1254207: 'Big Buck Bunny',
  tt1727587: 'Sintel',
  tt2285752: 'Tears of Steel',
  tt1748166: 'Pioneer One',
};
const pages = new Set(['/', '/debug', '/metadata', '/providers', '/settings']);

const env = process.env;
const folders = {
  config: env['USER_CONFIG'] ?? '/user/config',
  logs: env['USER_LOGS'] ?? '/user/logs',
  content: env['USER_DB_CONTENT'] ?? '/user/db_content',
};
for (const folder of Object.values(folders)) makeFolder(folder);
const writeFile = createFileLog(join(folders.logs, 'battery_debug.log'));
const log = (level: 'DEBUG' | 'INFO' | 'ERROR', message: string): void => {
  const { year, month, day, time, millis } = timeParts(new Date());
  const stamp = `${year}-${month}-${day} ${time},${millis}`;
  writeFile(`${stamp} - ${level} - ${message}`);
  if (level !== 'DEBUG') process.stdout.write(`\u001B[32m${stamp} - main.py:main - ${level} - ${message}\u001B[0m\n`);
};

log('INFO', 'Starting cli_battery');
const port = Number(env['CLI_DEBRID_BATTERY_PORT'] ?? '5001');
if (!Number.isInteger(port)) {
  log('ERROR', `Error during startup: invalid literal for int() with base 10: '${env['CLI_DEBRID_BATTERY_PORT']}'`);
  process.exit(1);
}
writeFileSync(join(folders.content, 'cli_battery.db'), '', { flag: 'a' });
writeFileSync(join(folders.config, 'settings.json'), `${JSON.stringify({ active_provider: 'none' })}\n`);
log('INFO', 'Database initialized successfully');
log('INFO', `Starting Flask server on port ${port}`);

await listen(
  {
    host: '0.0.0.0',
    port,
    onFailed: (error) => {
      log('ERROR', `Error initializing background jobs: ${error.message}`);
      return refuse(error.message);
    },
  },
  (request, response) => {
    if (request.path === '/api/stats') return sendJson(response, 200, { items: Object.keys(titles).length });
    const wanted = /^\/api\/(?:movie|show)\/(?:metadata|seasons)\/([^/]+)$/.exec(request.path)?.[1];
    if (wanted !== undefined) {
      const title = titles[wanted];
      if (title === undefined) return sendJson(response, 404, { error: `No metadata found for ${wanted}` });
      log('DEBUG', `Returning cached metadata for ${wanted}`);
      return sendJson(response, 200, { data: { title, imdb_id: wanted }, source: 'battery' });
    }
    if (pages.has(request.path)) return sendPage(response, 'CLI Battery', ['Titles are at /api/movie/metadata/….']);
    return sendText(response, 404, 'Not Found');
  },
);

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    refuse(`PermissionError: [Errno 13] ${error instanceof Error ? error.message : String(error)}`);
  }
}
