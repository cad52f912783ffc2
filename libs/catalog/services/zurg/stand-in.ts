/*
 * Stand-in for Zurg v0.9.3, constructed from its configuration sample, its published log lines and WebDAV as rclone
 * speaks it: reads ./config.yml, asks the debrid provider about the token, serves the library under /dav/.
 */
import { readFileSync } from 'node:fs';
import { timingSafeEqual } from 'node:crypto';
import yaml from 'yaml';
import { answerDav, type DavDirectory } from '../../stand-in-kit/dav.ts';
import { createDebridClient } from '../../stand-in-kit/debrid-client.ts';
import { refuse, requireEnv, standInVersion } from '../../stand-in-kit/exit.ts';
import { createLibraryTree, type DirectoryRule } from '../../stand-in-kit/library-tree.ts';
import { createLineWriter } from '../../stand-in-kit/log.ts';
import { listen, sendPage, sendText, type StandInRequest } from '../../stand-in-kit/server.ts';

interface Config {
  readonly token: string;
  readonly host: string;
  readonly port: number;
  readonly login: { readonly username: string; readonly password: string } | undefined;
  readonly directories: Readonly<Record<string, DirectoryRule>>;
}

const version = standInVersion('v0.9.3-final');
const command = process.argv[2];
if (command === 'version') {
  process.stdout.write(
    `zurg (simulated stand-in)\nBuilt At: 2024-07-01T00:00:00\nCommit: simulated\nVersion: ${version}\n`,
  );
  process.exit(0);
}
if (command !== undefined) refuse(`Error: unknown command "${command}" for "zurg"`);

const write = createLineWriter(`logs/zurg-${new Date().toISOString().slice(0, 10)}.log`);
const log = (level: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR', component: string, message: string): void => {
  if (level !== 'DEBUG' || process.env['LOG_LEVEL']?.toUpperCase() === 'DEBUG') {
    write(`${new Date().toISOString()}\t${level}\t${component}\t${message}`);
  }
};
const fail = (component: string, message: string): never => {
  log('ERROR', component, message);
  process.exit(1);
};

await main();

async function main(): Promise<void> {
  log('INFO', 'config', 'Loading config file ./config.yml');
  const config = readConfig();
  log('INFO', 'config', 'Config version: v1');
  const debrid = createDebridClient(
    `${requireEnv('SIMULATOR_URL', 'The stand-in of zurg needs SIMULATOR_URL: it never speaks to a real provider.')}/debrid/rest/1.0`,
    config.token,
  );
  let tree: DavDirectory;
  try {
    const user = await debrid.user();
    log('INFO', 'realdebrid', `Signed in as ${user.username}`);
    tree = createLibraryTree(await debrid.torrents(), config.directories, debrid.read);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail('realdebrid', `Error when executing the user information request: ${reason}`);
  }
  await listen(
    {
      host: config.host,
      port: config.port,
      onFailed: (error) => fail('zurg', `Failed to start server: ${error.message}`),
    },
    async (request, response) => {
      if (!isAllowed(config, request)) {
        response.setHeader('www-authenticate', 'Basic realm="Restricted"');
        return sendText(response, 401, 'Unauthorized\n');
      }
      if (request.path === '/') {
        return sendPage(response, 'Zurg', [
          `Version ${version}.`,
          `Serves ${tree.children.get('__all__') ? allOf(tree) : 0} titles at /dav/.`,
        ]);
      }
      if (request.path === '/dav' || request.path.startsWith('/dav/'))
        return answerDav(tree, '/dav/', request, response);
      return sendText(response, 404, '404 page not found\n');
    },
  );
  log('INFO', 'zurg', `Starting server on ${config.host}:${config.port}`);
  log('INFO', 'manager', `Compiled ${allOf(tree)} torrents`);
}

function allOf(tree: DavDirectory): number {
  const all = tree.children.get('__all__');
  return all?.kind === 'directory' ? all.children.size : 0;
}

function readConfig(): Config {
  let raw: unknown;
  try {
    raw = yaml.parse(readFileSync('config.yml', 'utf8'));
  } catch (error) {
    return fail('config', `Failed to load config: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof raw !== 'object' || raw === null) return fail('config', 'Failed to load config: the file is empty');
  const config = raw as Record<string, unknown>; // Each key is checked below.
  if (config['zurg'] !== 'v1')
    return fail('config', `Failed to load config: invalid config version: ${String(config['zurg'])}`);
  const token = config['token'];
  if (typeof token !== 'string' || token === '') return fail('config', 'Failed to load config: token is empty');
  const port = Number(config['port'] ?? 9999);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    return fail('config', `Failed to load config: invalid port ${String(config['port'])}`);
  const { username, password } = config;
  const host = typeof config['host'] === 'string' ? config['host'].replace(/^\[(.*)\]$/, '$1') : '::';
  return {
    token,
    host,
    port,
    login: username && password ? { username: String(username), password: String(password) } : undefined,
    directories: (config['directories'] ?? {}) as Config['directories'], // Rules are read leniently, as Zurg does.
  };
}

function isAllowed(config: Config, request: StandInRequest): boolean {
  if (config.login === undefined) return true;
  const wanted = Buffer.from(
    `Basic ${Buffer.from(`${config.login.username}:${config.login.password}`).toString('base64')}`,
  );
  const given = Buffer.from(request.headers.authorization ?? '');
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}
