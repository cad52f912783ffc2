/*
 * Stand-in for AltMount 0.3, constructed from its configuration model, its routes and its calls of rclone: reads the YAML
 * file that it is given, refuses what AltMount refuses, mounts its own WebDAV through a real rclone, speaks as SABnzbd.
 */
import { timingSafeEqual } from 'node:crypto';
import { answerDav } from '../../stand-in-kit/dav.ts';
import { connectDatabase, parseDatabaseUrl } from '../../stand-in-kit/database.ts';
import { refuse, standInVersion } from '../../stand-in-kit/exit.ts';
import { createGoLog } from '../../stand-in-kit/go-log.ts';
import { mountByRclone, type MountedByRclone } from '../../stand-in-kit/rclone-mount.ts';
import { answerSabnzbd, createUsenetQueue } from '../../stand-in-kit/sabnzbd.ts';
import { listen, sendJson, sendPage, sendText, type StandInRequest } from '../../stand-in-kit/server.ts';
import { type AltmountConfig, readConfig } from '../../stand-in-kit/altmount-config.ts';

const version = standInVersion('v0.3.2');
const config = load();
const log = createGoLog(config.log.file, config.log.level);
let mounted: MountedByRclone | undefined;

function fail(message: string, error: unknown): never {
  log('ERROR', message, { err: error instanceof Error ? error.message : String(error) });
  return refuse(`Error: ${error instanceof Error ? error.message : String(error)}`);
}

log('INFO', `AltMount ${version} (simulated stand-in)`);
await openDatabase();
if (config.loginRequired && !process.env['JWT_SECRET']) {
  fail('Failed to initialize authentication service', 'JWT_SECRET environment variable must be set');
}
log('INFO', 'Authentication service initialized');
log('INFO', 'Starting server without NNTP providers - configure via API to enable downloads');

const folders = new Map(config.categories.map(({ name, dir }) => [name, dir]));
const queue = createUsenetQueue('SABnzbd_nzo', () => folders);
const { port } = config;
await listen(
  {
    host: '::',
    port,
    onFailed: (error) => fail('Custom server error', error),
    onStop: stop,
  },
  async (request, response) => {
    if (request.path === '/live') return sendJson(response, 200, { status: 'ok', timestamp: new Date().toISOString() });
    if (request.path === '/webdav' || request.path.startsWith('/webdav/')) {
      if (isSignedIn(request)) return answerDav(queue.tree(), '/webdav/', request, response);
      response.setHeader('www-authenticate', 'Basic realm="BASIC WebDAV REALM"');
      return sendText(response, 401, '401 Unauthorized');
    }
    if (request.path.startsWith('/sabnzbd')) {
      if (!config.sabnzbdEnabled) return sendText(response, 404, 'Not Found');
      const given = request.query.get('apikey') ?? '';
      if (given === '')
        return sendJson(response, 200, {
          status: false,
          error: 'Authentication required: provide either apikey or ma_username+ma_password',
        });
      // A key of another length is not even compared.
      if (config.apiKey.length !== 32 || given !== config.apiKey)
        return sendJson(response, 200, { status: false, error: 'Invalid API key' });
      const place = { completeDir: config.mountPath, folderOf: (category: string) => folders.get(category) ?? '' };
      return answerSabnzbd(queue, place, request, response);
    }
    if (request.path === '/api/auth/config')
      return sendJson(response, 200, { success: true, data: { login_required: config.loginRequired } });
    if (request.path.startsWith('/api/'))
      return sendJson(response, 401, { success: false, message: 'Authentication required' });
    return sendPage(response, 'AltMount', [
      `Version ${version}.`,
      `Knows the Arrs: ${config.arrs.map(({ name }) => name).join(', ') || 'none'}.`,
      `Handed over: ${queue.history.map(({ name }) => name).join(', ') || 'nothing'}.`,
    ]);
  },
);
log('INFO', 'AltMount server started', { port, webdav_path: '/webdav', api_path: '/api', providers: 0 });
log('INFO', 'Arrs service ready for health monitoring and repair');
await startMount();

function load(): AltmountConfig {
  const [command, flag, path] = process.argv.slice(2);
  if (command !== 'serve') return refuse(`Error: unknown command "${command ?? ''}" for "altmount"`);
  if (flag !== '--config' || path === undefined) return refuse(`Error: unknown flag: ${flag ?? ''}`);
  try {
    return readConfig(path, process.env['PORT']);
  } catch (error) {
    return refuse(`Error: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function openDatabase(): Promise<void> {
  if (config.database.type !== 'postgres') return;
  try {
    const { dsn } = config.database;
    const client = await connectDatabase(parseDatabaseUrl(dsn), (error) => fail('database connection lost', error));
    await client.query('CREATE TABLE IF NOT EXISTS import_queue (id bigserial PRIMARY KEY, nzb_path text NOT NULL)');
    log('INFO', 'Database migrations applied');
  } catch (error) {
    fail(
      'failed to initialize database',
      `failed to ping postgres database: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

async function startMount(): Promise<void> {
  const { mountType, mountPath, webdav, rclone } = config;
  if (mountType === 'none') return log('INFO', 'RClone mount service is disabled in configuration');
  const remote = { url: `http://localhost:${port}/webdav`, user: webdav.user, password: webdav.password };
  try {
    // Its own file system is played by rclone as well; its remote control is then nobody's business.
    const control = mountType === 'fuse' ? undefined : rclone.port;
    const at = mountType === 'rclone_external' ? undefined : mountPath;
    mounted = await mountByRclone({
      name: 'altmount',
      remote,
      at,
      control,
      folder: rclone.folder,
      allowOther: rclone.allowOther,
    });
    log('INFO', 'RClone mount service started', { mount_point: mountPath });
  } catch (error) {
    log('WARN', 'Mount service failed to start', { err: error instanceof Error ? error.message : String(error) });
  }
}

async function stop(): Promise<void> {
  log('INFO', 'Starting graceful shutdown sequence');
  await mounted?.stop();
  log('INFO', 'AltMount server shutdown completed successfully');
}

function isSignedIn(request: StandInRequest): boolean {
  const { user, password } = config.webdav;
  const wanted = Buffer.from(`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`);
  const given = Buffer.from(request.headers.authorization ?? '');
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}
