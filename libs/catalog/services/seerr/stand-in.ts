/*
 * Stand-in for Seerr 3, constructed from its source and its API description: keeps config/settings.json, holds its data
 * in a file or in the real PostgreSQL, answers accounts, requests and settings, and refuses what Seerr refuses.
 */
import { mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { connectDatabase } from '../../stand-in-kit/database.ts';
import { standInVersion } from '../../stand-in-kit/exit.ts';
import { createLineWriter } from '../../stand-in-kit/log.ts';
import { answerApi } from '../../stand-in-kit/seerr/api.ts';
import type { Seerr } from '../../stand-in-kit/seerr/context.ts';
import { SettingsFile } from '../../stand-in-kit/seerr/settings.ts';
import { createFileStore, createPostgresStore, type Store } from '../../stand-in-kit/seerr/store.ts';
import { listen, sendPage, sendText } from '../../stand-in-kit/server.ts';

const { env } = process;
const version = standInVersion('v3.1.0').replace(/^v/, '');
const configDirectory = env['CONFIG_DIRECTORY'] ?? 'config';
const write = createLineWriter(openLog());
const levels = ['error', 'warn', 'info', 'http', 'verbose', 'debug', 'silly'];
const lowest = levels.indexOf(env['LOG_LEVEL']?.toLowerCase() ?? 'debug');
const log = (level: 'debug' | 'info' | 'warn' | 'error', label: string, message: string): void => {
  if (levels.indexOf(level) > lowest) return;
  write(`${new Date().toISOString()} [${level}]${label === '' ? '' : `[${label}]`}: ${message} `);
};
const fail = (error: unknown): never => {
  log('error', '', error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  process.exit(1);
};

log('info', '', `Starting Seerr version ${version} (simulated stand-in)`);
if (env['NODE_ENV'] !== 'production') fail(new Error('NODE_ENV is not production: Seerr would start its compiler.'));
const store = await openStore().catch(fail);
const settings = openSettings();
const data = await store.load().catch(fail);
if (data.users.length === 0)
  log('info', 'Server', 'Skipping starting the scheduled jobs as we have no Plex/Jellyfin/Emby servers setup yet');
const seerr: Seerr = {
  version,
  configDirectory,
  settings,
  data,
  sessions: new Map(),
  forcedKey: env['API_KEY'] || undefined,
  save: () => store.save(data),
  log,
};

const port = Number(env['PORT']) || 5055;
const host = env['HOST'];
await listen({ host: host ?? '::', port, onFailed: fail }, async (request, response) => {
  if (request.path === '/api/v1' || request.path.startsWith('/api/v1/')) return answerApi(seerr, request, response);
  if (request.path.startsWith('/api/')) return sendText(response, 404, 'Not found');
  const { initialized } = settings.value.public;
  return sendPage(response, 'Seerr', [
    `Version ${version}.`,
    initialized
      ? `Holds ${data.requests.length} requests.`
      : 'Nobody has signed in yet: the first one becomes its owner.',
  ]);
});
log('info', 'Server', host ? `Server ready on ${host} port ${port}` : `Server ready on port ${port}`);

/** Today's file, and the link that always leads to it. */
function openLog(): string {
  const directory = join(configDirectory, 'logs');
  const name = `seerr-${new Date().toISOString().slice(0, 10)}.log`;
  const link = join(directory, 'seerr.log');
  mkdirSync(directory, { recursive: true });
  if (linkTarget(link) !== name) {
    rmSync(link, { force: true });
    symlinkSync(name, link);
  }
  return join(directory, name);
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined; // No link is there yet.
  }
}

async function openStore(): Promise<Store> {
  if (env['DB_TYPE'] !== 'postgres') return createFileStore(join(configDirectory, 'db', 'stand-in.json'));
  const client = await connectDatabase(
    {
      host: env['DB_HOST'] ?? 'localhost',
      port: Number(env['DB_PORT'] ?? '5432'),
      user: env['DB_USER'] ?? '',
      password: env['DB_PASS'] ?? '',
      database: env['DB_NAME'] ?? 'seerr',
    },
    fail,
  );
  return createPostgresStore(client);
}

function openSettings(): SettingsFile {
  try {
    return new SettingsFile(join(configDirectory, 'settings.json'), env['API_KEY'] || undefined);
  } catch (error) {
    return fail(error);
  }
}
