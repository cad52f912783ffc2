import { accessSync, constants, existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectDatabase } from '../database.ts';
import { refuse, standInVersion } from '../exit.ts';
import { createLineWriter, timeParts } from '../log.ts';
import { listen, sendJson, sendPage, sendText } from '../server.ts';
import { type ArrConfig, readArrConfig } from './config-file.ts';
import type { Reach } from './effects.ts';
import type { ArrProgram } from './programs.ts';
import { answerArr, type ArrServer, freshCollections } from './routes.ts';
import { type ArrStore, type Collections, createArrStore } from './store.ts';

type Log = (level: 'Info' | 'Warn' | 'Error' | 'Fatal', component: string, message: string) => void;

/**
 * Plays an Arr: `--nobrowser --data=DIR`, config.xml in that directory, its own log below it, SQLite or PostgreSQL by the
 * file. (What stands in for its SQLite files is JSON.) Constructed from the published interface descriptions and sources.
 */
export async function serveArr(program: ArrProgram): Promise<void> {
  const data = process.argv
    .slice(2)
    .map((argument) => /^-{1,2}data=(.+)$/.exec(argument)?.[1])
    .find((path) => path !== undefined);
  if (data === undefined) refuse(`${program.name} (simulated stand-in): name the data directory with -data=`);
  const version = standInVersion('0.0.0.0').replace(/^v/, '');
  const log = openLog(join(data, 'logs', `${program.key}.txt`));
  const fail = (message: string): never => {
    log('Fatal', 'ConsoleApp', message);
    process.exit(1);
  };
  log('Info', 'Bootstrap', `Starting ${program.name} - ${process.argv[1] ?? ''} - Version ${version}`);
  log('Info', 'AppFolderInfo', `Data directory is being overridden to [${data}]`);
  const config = readConfig(join(data, 'config.xml'), program, fail);
  const { store, close } = await openStore(data, program, config, log).catch((error: unknown) =>
    fail(`EPIC FAIL: ${error instanceof Error ? error.message : String(error)}`),
  );
  const server: ArrServer = {
    program,
    version,
    apiKey: config.apiKey,
    instanceName: config.instanceName,
    databaseType: config.databases === undefined ? 'sqLite' : 'postgreSQL',
    store,
    reach,
    log: (line) => log('Info', 'ProviderRepository', line),
    isWritable,
  };
  const host = config.bindAddress === '*' ? '::' : config.bindAddress;
  await listen(
    {
      host,
      port: config.port,
      onFailed: (error) =>
        fail(`Failed to bind to address http://${host}:${config.port}: address already in use. ${error.message}`),
      onStop: close,
    },
    async (request, response) => {
      if (request.path === '/') {
        if (config.authentication === 'Forms')
          return void response.writeHead(302, { location: '/login?returnUrl=/' }).end();
        return sendPage(response, config.instanceName, [`Version ${version}.`]);
      }
      const key = headerOf(request.headers['x-api-key']) ?? request.query.get('apikey') ?? undefined;
      const answer = await answerArr({ ...request, key, body: await request.text() }, server);
      if (answer.body === undefined) return sendText(response, answer.status, '');
      return sendJson(response, answer.status, answer.body);
    },
  );
  log(
    'Info',
    'Microsoft.Hosting.Lifetime',
    `Now listening on: http://${host.includes(':') ? `[${host}]` : host}:${config.port}`,
  );
  log('Info', 'Microsoft.Hosting.Lifetime', 'Application started. Press Ctrl+C to shut down.');
}

function readConfig(path: string, program: ArrProgram, fail: (message: string) => never): ArrConfig {
  try {
    return readArrConfig(path, program);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function openLog(file: string): Log {
  const write = createLineWriter(file);
  return (level, component, message) => {
    const { year, month, day, time, millis } = timeParts(new Date());
    write(`${year}-${month}-${day} ${time}.${millis.slice(0, 1)}|${level}|${component}|${message}`);
  };
}

async function openStore(
  data: string,
  program: ArrProgram,
  { databases }: ArrConfig,
  log: Log,
): Promise<{ store: ArrStore; close(): Promise<void> }> {
  const fresh = freshCollections(program);
  if (databases === undefined) {
    const file = join(data, `${program.key}.db`);
    log('Info', 'MigrationController', `*** Migrating data source=${file} ***`);
    const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Collections) : fresh; // we wrote it
    writeFileSync(join(data, 'logs.db'), '');
    const save = async (all: Collections): Promise<void> => {
      writeFileSync(`${file}.new`, JSON.stringify(all));
      renameSync(`${file}.new`, file);
    };
    await save(kept);
    return { store: createArrStore(kept, save), close: async () => undefined };
  }
  const onLost = (error: Error): void => log('Error', 'Database', error.message);
  const [main, logs] = [await connectDatabase(databases.main, onLost), await connectDatabase(databases.log, onLost)];
  log(
    'Info',
    'MigrationController',
    `*** Migrating Database=${databases.main.database};Host=${databases.main.host} ***`,
  );
  await main.query('CREATE TABLE IF NOT EXISTS "Config" ("Key" text PRIMARY KEY, "Value" jsonb NOT NULL)');
  await logs.query('CREATE TABLE IF NOT EXISTS "Logs" ("Id" serial PRIMARY KEY, "Message" text NOT NULL)');
  await logs.query('INSERT INTO "Logs" ("Message") VALUES ($1)', [`Starting ${program.name}`]);
  const { rows } = await main.query<{ Value: Collections }>('SELECT "Value" FROM "Config" WHERE "Key" = $1', ['all']);
  const save = async (all: Collections): Promise<void> => {
    await main.query(
      'INSERT INTO "Config" VALUES ($1, $2) ON CONFLICT ("Key") DO UPDATE SET "Value" = excluded."Value"',
      ['all', JSON.stringify(all)],
    );
  };
  return {
    store: createArrStore(rows[0]?.Value ?? fresh, save),
    close: async () => void (await Promise.all([main.end(), logs.end()])),
  };
}

const reach: Reach = async (url, options = {}) => {
  try {
    const response = await fetch(url, { ...options, redirect: 'manual', signal: AbortSignal.timeout(10_000) });
    return { status: response.status, body: await response.text() };
  } catch {
    return undefined; // What does not answer is an answer here: the caller says so to the person.
  }
};

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return statSync(path).isDirectory();
  } catch {
    return false; // Not there, or not for us: the same to the program.
  }
}

function headerOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
