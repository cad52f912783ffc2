/*
 * Stand-in for Bazarr 1.5, constructed from its source: a parent that starts its child and hands signals on as little as
 * the real one does, config/config.yaml that is completed and written anew at each start, its database, its settings API.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from 'pg';
import { BazarrConfig } from '../../stand-in-kit/bazarr-config.ts';
import { connectDatabase } from '../../stand-in-kit/database.ts';
import { refuse, standInVersion } from '../../stand-in-kit/exit.ts';
import { createLineWriter, timeParts } from '../../stand-in-kit/log.ts';
import { listen, sendJson, sendPage, sendText, type StandInRequest } from '../../stand-in-kit/server.ts';

const exits = { interrupt: 156, requirements: 152, port: 151 } as const; // -100, -104, -105 as the system has them
const usualPort = 6767;
const version = standInVersion('v1.5.6');
const { env } = process;
const args = readArguments(process.argv.slice(2));
const root = resolve(env['BAZARR_ROOT_OF_PROGRAM'] ?? dirname(process.argv[1] ?? '.'));
const stopFile = join(args.config, 'bazarr.stop');

if (env['BAZARR_ROOT_OF_PROGRAM'] === undefined) runParent();
else await runChild();

/** Stays for as long as the child; ends without it on SIGTERM, which leaves the child alone with the port. */
function runParent(): void {
  rmSync(stopFile, { force: true });
  const child = spawn(
    process.execPath,
    [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)],
    {
      env: { ...env, BAZARR_ROOT_OF_PROGRAM: root },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  process.stdout.write(`Bazarr starting child process with PID ${child.pid ?? 0}...\n`);
  process.on('SIGINT', () => process.stdout.write('Handling keyboard interrupt...\n'));
  child.once('exit', (code) => {
    rmSync(stopFile, { force: true });
    process.stdout.write(`Bazarr exited with status code ${code ?? 1}.\n`);
    process.exit(code ?? 1);
  });
}

async function runChild(): Promise<void> {
  for (const directory of ['backup', 'cache', 'config', 'db', 'log', 'restore'])
    mkdirSync(join(args.config, directory), { recursive: true });
  const write = createLineWriter(join(args.config, 'log', 'bazarr.log'));
  const log = (level: 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL', message: string): void => {
    const { year, month, day, time } = timeParts(new Date());
    write(`${year}-${month}-${day} ${time}|${level.padEnd(8)}|${'root'.padEnd(32)}|${message}|`);
  };
  const fail = (message: string, code: number): never => {
    log('CRITICAL', message);
    process.exit(code);
  };
  const needed = ['lxml', 'numpy', ...(isOn(env['POSTGRES_ENABLED']) ? ['psycopg2'] : [])];
  const missing = needed.find((name) => !isInstalled(name));
  if (missing !== undefined) fail(`ModuleNotFoundError: No module named '${missing}'`, exits.requirements);
  if (env['NO_UPDATE']?.trim() !== 'true') log('WARNING', 'BAZARR updates itself: NO_UPDATE is not set');
  const config = openConfig((message) => fail(message, 1));
  const database = await openDatabase((message) => fail(message, 1));
  const host = config.text('general', 'ip').replace('*', '::');
  let port = args.port ?? config.number('general', 'port');
  if (port !== usualPort && !(await canBind(host, port))) {
    log('ERROR', `BAZARR cannot bind to specified TCP port, trying with default (${usualPort})`);
    port = usualPort;
  }
  const onFailed = (error: Error): never =>
    fail(`BAZARR cannot bind to default TCP port (${usualPort}): ${error.message}`, exits.port);
  await listen({ host, port, onFailed }, (request, response) => route(config, request, response));
  // SIGTERM merely closes the database; only an interrupt ends it in order.
  process.removeAllListeners('SIGTERM').removeAllListeners('SIGINT');
  process.on('SIGTERM', () => void database?.end());
  process.once('SIGINT', () => {
    writeFileSync(stopFile, '-100\n');
    log('INFO', 'Bazarr is being shutdown...');
    void Promise.resolve(database?.end()).finally(() => process.exit(exits.interrupt));
  });
  log('INFO', `BAZARR is started and waiting for requests on: http://${host === '::' ? '0.0.0.0' : host}:${port}`);
}

/** Whether nobody holds that port. Bazarr gives up one that is held for its usual one. */
async function canBind(host: string, port: number): Promise<boolean> {
  const probe = createServer();
  const bound = new Promise<boolean>((settle) => {
    probe.once('error', () => settle(false));
    probe.listen(port, host, () => settle(true));
  });
  const free = await bound;
  if (free) await new Promise((closed) => probe.close(closed));
  return free;
}

async function route(config: BazarrConfig, request: StandInRequest, response: ServerResponse): Promise<void> {
  const path = request.path.replace(/\/$/, '') || '/';
  if (path === '/api/system/ping') return sendJson(response, 200, { status: 'OK' });
  if (path === '/') return sendPage(response, 'Bazarr', [`Version ${version}.`, config.describe()]);
  if (!path.startsWith('/api/')) return sendText(response, 404, 'Not Found');
  const form = request.method === 'POST' ? new URLSearchParams(await request.text()) : new URLSearchParams();
  const given = [request.headers['x-api-key'], request.query.get('apikey'), form.get('apikey')];
  if (!given.includes(config.text('auth', 'apikey'))) return sendJson(response, 401, { message: 'Unauthorized' });
  switch (`${request.method} ${path}`) {
    case 'GET /api/system/status':
      return sendJson(response, 200, {
        data: {
          bazarr_version: version.replace(/^v/, ''),
          database_engine: isOn(env['POSTGRES_ENABLED']) ? 'Postgresql' : 'Sqlite',
          bazarr_directory: root,
          bazarr_config_directory: args.config,
        },
      });
    case 'GET /api/system/settings':
      return sendJson(response, 200, config.shown());
    case 'POST /api/system/settings': {
      const refusal = config.change(form);
      if (refusal !== undefined) return sendJson(response, 406, refusal);
      response.writeHead(204).end();
      return;
    }
    default:
      return sendJson(response, 404, { message: 'The requested URL was not found on the server.' });
  }
}

function openConfig(fail: (message: string) => never): BazarrConfig {
  try {
    return new BazarrConfig(join(args.config, 'config', 'config.yaml'), args.config);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

async function openDatabase(fail: (message: string) => never): Promise<Client | undefined> {
  if (!isOn(env['POSTGRES_ENABLED'])) {
    const file = join(args.config, 'db', 'bazarr.db');
    if (!existsSync(file)) writeFileSync(file, '');
    return undefined;
  }
  try {
    const client = await connectDatabase(
      {
        host: env['POSTGRES_HOST'] ?? 'localhost',
        port: Number(env['POSTGRES_PORT'] ?? '5432'),
        user: env['POSTGRES_USERNAME'] ?? '',
        password: env['POSTGRES_PASSWORD'] ?? '',
        database: env['POSTGRES_DATABASE'] ?? '',
      },
      (error) => fail(`(psycopg2.OperationalError) ${error.message}`),
    );
    await client.query('CREATE TABLE IF NOT EXISTS system (id int PRIMARY KEY, configured text, updated text)');
    return client;
  } catch (error) {
    return fail(`(psycopg2.OperationalError) ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isOn(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true';
}

function isInstalled(module: string): boolean {
  return existsSync(join(root, 'venv', 'lib', 'python3.11', 'site-packages', module));
}

function readArguments(given: readonly string[]): { readonly config: string; readonly port: number | undefined } {
  let config = join(process.argv[1] ?? '.', '..', 'data');
  let port: number | undefined;
  for (let index = 0; index < given.length; index += 2) {
    const [flag = '', value] = given.slice(index, index + 2);
    if (!['-c', '--config', '-p', '--port'].includes(flag))
      refuse(`bazarr.py: error: unrecognized arguments: ${flag}`, 2);
    if (value === undefined) refuse(`bazarr.py: error: argument ${flag}: expected one argument`, 2);
    if (flag === '-c' || flag === '--config') config = value;
    else if (/^\d+$/.test(value)) port = Number(value);
    else refuse(`bazarr.py: error: argument -p/--port: invalid int value: '${value}'`, 2);
  }
  return { config, port };
}
