import { readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hookOf, startPostgres } from '../testing/postgres-of-machine.ts';
import { createRealContext, type runPostgres } from '../testing/temporary-postgres.ts';
import { planDatabaseUsers } from '../testing/planned.ts';
import { findFreePort } from '../testing/free-port.ts';
import { runStandIn } from '../testing/run-program.ts';
import { runSimulator } from '../testing/run-simulator.ts';

const apiKey = '0123456789abcdef0123456789abcdef';

let postgres: Awaited<ReturnType<typeof runPostgres>>;
let planned: ReturnType<typeof planDatabaseUsers>;
let simulator: Awaited<ReturnType<typeof runSimulator>>;

beforeAll(async () => {
  simulator = await runSimulator();
  postgres = await startPostgres();
  planned = planDatabaseUsers(postgres.address);
  for (const name of ['riven', 'zilean', 'pgadmin']) await postgres.query('postgres', `CREATE DATABASE ${name}`);
}, 60_000);

afterAll(async () => {
  await postgres[Symbol.asyncDispose]();
  await simulator[Symbol.asyncDispose]();
});

describe('cluster that the hook made', () => {
  it('has checksums, UTF8 and passwords, and is not made twice or started over', async () => {
    const settings = await postgres.query(
      'postgres',
      `SELECT current_setting('data_checksums') AS sums, current_setting('server_encoding') AS encoding`,
    );
    expect(settings).toEqual([{ sums: 'on', encoding: 'UTF8' }]);
    const hba = await readFile(join(postgres.dataDir, 'pg_hba.conf'), 'utf8');
    expect(
      hba
        .split('\n')
        .filter((line) => /^(local|host)/.test(line))
        .every((line) => line.includes('scram-sha-256')),
    ).toBe(true);
    await expect(postgres.initialiseAgain()).rejects.toThrow(/A PostgreSQL server with pid \d+ holds/);
  });
});

describe('stand-in of Riven', () => {
  it('refuses a wrong password of the database', async () => {
    await using riven = await startRiven(join(simulator.folder, 'refused'), {
      RIVEN_DATABASE_HOST: databaseUrl('riven', 'wrong'),
    });
    expect(await riven.program.whenEnded()).toBe(1);
    expect(riven.program.output()).toContain('password authentication failed');
  });

  it('takes the settings of our hook, keeps them, and refuses another key', async () => {
    const folder = join(simulator.folder, 'riven');
    await using riven = await startRiven(folder, {
      RIVEN_DATABASE_HOST: planned.env('riven_backend')['RIVEN_DATABASE_HOST'] ?? '',
      API_KEY: apiKey,
      SIMULATOR_URL: simulator.url,
    });
    await riven.program.whenSaid('Uvicorn running');
    const push = (key: string) =>
      hookOf(
        'riven_backend',
        'push-settings',
      )(
        createRealContext(
          {
            base_url: riven.url,
            api_key: key,
            database_url: databaseUrl('riven'),
            library_path: '/library',
            mount_dir: folder,
            mount_name: 'mount',
            provider: 'realdebrid',
            zurg_key: 'good',
            zilean_enabled: 'false',
          },
          undefined,
          { log_level: 'INFO' },
        ),
      );
    await expect(push('f'.repeat(32))).rejects.toMatchObject({ code: 'hook.failed' });
    await mkdir(join(folder, 'mount', '__all__', 'Sintel'), { recursive: true });
    await push(apiKey);
    expect(JSON.parse(readFileSync(join(folder, 'data/settings.json'), 'utf8'))).toMatchObject({
      debug: false,
      api_key: apiKey,
      symlink: { rclone_path: join(folder, 'mount/__all__'), library_path: '/library' },
      downloaders: { real_debrid: { enabled: true, api_key: 'good' } },
    });
    expect(riven.program.output()).toContain('Signed in as simulated');
    const items = await (await fetch(`${riven.url}/api/v1/items`, { headers: { 'x-api-key': apiKey } })).json();
    expect(items).toEqual({ success: true, items: [{ id: 'Sintel', title: 'Sintel' }] });

    await using frontend = await startFrontend(riven.url, apiKey);
    await frontend.program.whenSaid('Listening');
    expect(await (await fetch(frontend.url)).text()).toMatch(/simulated stand-in.*Sintel/s);
    const foreign = await fetch(frontend.url, { method: 'POST', headers: { origin: 'http://elsewhere.invalid' } });
    expect(foreign.status).toBe(403);
  });

  it.each([
    [['-x'], 2],
    [['-p', 'many'], 2],
  ])('refuses the arguments %j as argparse does', async (args, code) => {
    await using riven = runStandIn('riven_backend', { args });
    expect(await riven.whenEnded()).toBe(code);
  });
});

describe('stand-in of Riven Frontend', () => {
  it('refuses to start without a backend', async () => {
    await using frontend = runStandIn('riven_frontend', { env: { PORT: '1' } });
    expect(await frontend.whenEnded()).toBe(1);
    expect(frontend.output()).toContain('BACKEND_URL');
  });
});

describe('stand-in of Zilean', () => {
  const connection = (password: string): string =>
    `Host=127.0.0.1;Port=${postgres.address.port};Database=zilean;Username=DUMB;Password=${password};Timeout=300;CommandTimeout=3600;`;

  it('answers health and searches its index', async () => {
    const port = await findFreePort();
    await using zilean = runStandIn('zilean', {
      env: {
        ASPNETCORE_URLS: `http://+:${port}`,
        Zilean__Database__ConnectionString: planned.env('zilean')['Zilean__Database__ConnectionString'] ?? '',
      },
    });
    await zilean.whenSaid('Now listening');
    expect(await (await fetch(`http://127.0.0.1:${port}/healthchecks/ping`)).text()).toMatch(/Pong!$/);
    expect(await (await fetch(`http://127.0.0.1:${port}/torznab/api?t=search&q=bunny`)).text()).toContain(
      'Big Buck Bunny',
    );
  });

  it('ends where the database refuses it', async () => {
    await using zilean = runStandIn('zilean', {
      env: { ASPNETCORE_URLS: 'http://+:1', Zilean__Database__ConnectionString: connection('wrong') },
    });
    expect(await zilean.whenEnded()).toBe(1);
    expect(zilean.output()).toMatch(/\| Fatal \| Zilean.Database: password authentication failed/);
  });
});

describe('stand-in of pgAdmin', () => {
  it('reads the file of our format, makes its tables, and has the server that our hook registers, once', async () => {
    const port = await findFreePort();
    const path = join(simulator.folder, 'config_local.py');
    const fixture = new URL(
      '../../../../libs/catalog/services/pgadmin/fixtures/config_local.after.py',
      import.meta.url,
    );
    const text = readFileSync(fixture, 'utf8')
      .replace('5050', String(port))
      .replace("'0.0.0.0'", "'127.0.0.1'")
      .replace(
        'postgresql://DUMB:postgres@127.0.0.1:5432/pgadmin',
        String(planned.setting('pgAdmin4', 'CONFIG_DATABASE_URI')),
      )
      .replace('/pgadmin/data/pgadmin4.log', join(simulator.folder, 'pgadmin4.log'));
    await writeFile(path, text);
    await using pgadmin = runStandIn('pgadmin', {
      env: { STAND_IN_CONFIG: path, PGADMIN_SETUP_EMAIL: 'me@example.org', PGADMIN_SETUP_PASSWORD: 'x' },
    });
    const hook = hookOf('pgadmin', 'register-server');
    const { password } = postgres.address;
    const context = createRealContext(
      { host: '127.0.0.1', port: String(postgres.address.port), user: 'DUMB', password },
      undefined,
    );
    await hook(context);
    await hook(context);
    expect(await postgres.query('pgadmin', 'SELECT name, host FROM server')).toEqual([
      { name: 'DUMB', host: '127.0.0.1' },
    ]);
    await pgadmin.whenSaid('Starting pgAdmin');
    expect(await (await fetch(`http://127.0.0.1:${port}/misc/ping`)).text()).toBe('PING');
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toContain(
      `Server DUMB at 127.0.0.1:${postgres.address.port}`,
    );
  });

  it('refuses a file that is not Python', async () => {
    const path = join(simulator.folder, 'broken.py');
    await writeFile(path, "SERVER_MODE = True\nLOG_FILE = 'a\n");
    await using pgadmin = runStandIn('pgadmin', { env: { STAND_IN_CONFIG: path } });
    expect(await pgadmin.whenEnded()).toBe(1);
    expect(pgadmin.output()).toContain('line 2: invalid syntax');
  });
});

function databaseUrl(name: string, password: string = postgres.address.password): string {
  return `postgresql+psycopg2://DUMB:${encodeURIComponent(password)}@127.0.0.1:${postgres.address.port}/${name}`;
}

/** Riven finds its data beside the folder of its script, so the script is called by a link in a tree of its own. */
async function startRiven(folder: string, env: Readonly<Record<string, string>>) {
  const port = await findFreePort();
  const { standInSource } = await import('../places.ts');
  const { runProgram } = await import('../testing/run-program.ts');
  await mkdir(join(folder, 'src'), { recursive: true });
  const script = join(folder, 'src', 'main.mjs');
  await writeFile(script, `import ${JSON.stringify(standInSource('riven_backend'))};\n`);
  const program = runProgram([process.execPath, '--conditions=source', script, '-p', String(port)], {
    cwd: folder,
    env,
  });
  return { program, url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
}

async function startFrontend(backendUrl: string, key: string) {
  const port = await findFreePort();
  const cwd = join(simulator.folder, 'frontend');
  await mkdir(join(cwd, 'config'), { recursive: true });
  await writeFile(join(cwd, 'config/server.json'), JSON.stringify({ backendUrl, apiKey: key }));
  const url = `http://127.0.0.1:${port}`;
  const program = runStandIn('riven_frontend', {
    cwd,
    env: { BACKEND_URL: backendUrl, BACKEND_API_KEY: key, ORIGIN: url, HOST: '127.0.0.1', PORT: String(port) },
  });
  return { program, url, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
}
