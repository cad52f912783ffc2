import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { createMachine } from '@showrunner/host';
import { contentOf } from '../debrid/content.ts';
import { library } from '../debrid/library.ts';
import { findFreePort } from '../testing/free-port.ts';
import { poll } from '../testing/poll.ts';
import { runStandIn } from '../testing/run-program.ts';
import { runSimulator } from '../testing/run-simulator.ts';

const sintel = library.find(({ name }) => name.startsWith('Sintel'));
const film = sintel?.files[0];

describe('stand-in of Decypharr', () => {
  const config = (port: unknown, more: object = {}) => ({
    port,
    log_level: 'info',
    download_folder: '/downloads',
    debrids: [{ provider: 'realdebrid', name: 'realdebrid', api_key: 'good' }],
    ...more,
  });

  it('reads its file as strictly as the program: a port is a text, and what is no JSON ends it', async () => {
    await using simulator = await runSimulator();
    const start = async (text: string) => {
      await writeFile(join(simulator.folder, 'config.json'), text);
      const args = ['--config', simulator.folder];
      await using program = runStandIn('decypharr', { args, env: { SIMULATOR_URL: simulator.url } });
      return { code: await program.whenEnded(), output: program.output() };
    };
    const refused = await start(JSON.stringify(config(8282)));
    expect(refused).toMatchObject({
      code: 1,
      output: expect.stringContaining('Mismatch type string with value number'),
    });
    expect(await start('{')).toMatchObject({ code: 1, output: expect.stringContaining('error parsing config JSON') });
  });

  it('serves the library, remembers an Arr by its login, and sends an unfinished set-up to the wizard', async () => {
    await using simulator = await runSimulator();
    const port = await findFreePort();
    const base = `http://127.0.0.1:${port}`;
    const run = async (more: object) => {
      await writeFile(join(simulator.folder, 'config.json'), JSON.stringify(config(String(port), more)));
      const args = ['--config', simulator.folder];
      const program = runStandIn('decypharr', { args, env: { SIMULATOR_URL: simulator.url } });
      await program.whenSaid('Starting server');
      return program;
    };
    await using finished = await run({});
    expect(await (await fetch(`${base}/version`)).json()).toMatchObject({ version: '2.4' });
    const groups = await fetch(`${base}/webdav`, { method: 'PROPFIND', headers: { depth: '1' } });
    expect(await groups.text()).toMatch(/__all__.*realdebrid/s);
    const login = new URLSearchParams({ username: 'http://127.0.0.1:8989', password: 'arr-key' });
    expect(await (await fetch(`${base}/api/v2/auth/login`, { method: 'POST', body: login })).text()).toBe('Ok.');
    const category = new URLSearchParams({ category: 'sonarr:Default' });
    await fetch(`${base}/api/v2/torrents/createCategory`, { method: 'POST', body: category });
    expect(await (await fetch(`${base}/api/v2/torrents/categories`)).json()).toHaveProperty(['sonarr:Default']);
    expect(await (await fetch(`${base}/api/arrs`)).json()).toEqual([
      { name: 'sonarr:Default', host: 'http://127.0.0.1:8989', token: 'arr-key' },
    ]);
    await finished[Symbol.asyncDispose]();
    await using unfinished = await run({ debrids: [] });
    expect((await fetch(base, { redirect: 'manual' })).headers.get('location')).toBe('/setup');
    expect((await fetch(`${base}/api/arrs`)).status, unfinished.output()).toBe(503);
  });

  it('says that the provider refuses the key and goes on, as the program does', async () => {
    await using simulator = await runSimulator();
    const port = await findFreePort();
    const debrids = [{ provider: 'realdebrid', api_key: 'bad-1' }];
    await writeFile(join(simulator.folder, 'config.json'), JSON.stringify(config(String(port), { debrids })));
    const args = ['--config', simulator.folder];
    await using program = runStandIn('decypharr', { args, env: { SIMULATOR_URL: simulator.url } });
    await program.whenSaid('Starting server');
    const log = await readFile(join(simulator.folder, 'logs/decypharr.log'), 'utf8');
    expect(log).toMatch(/\| ERROR \| \[realdebrid\] Failed to load torrents .*bad_token/);
  });

  it.each(['rclone', 'dfs'])('mounts its library by itself (%s) where it may', async (type) => {
    const { fuse, userAllowOther } = await createMachine().facts();
    if (!fuse || !userAllowOther) return;
    await using simulator = await runSimulator();
    const [port, rcPort] = [await findFreePort(), await findFreePort()];
    const mountPath = join(simulator.folder, 'mount');
    await mkdir(join(simulator.folder, 'rclone'), { recursive: true });
    const mount = { type, mount_path: mountPath, [type]: { uid: 1000, gid: 1000 } };
    await writeFile(join(simulator.folder, 'config.json'), JSON.stringify(config(String(port), { mount })));
    const env = { SIMULATOR_URL: simulator.url, DECYPHARR_RCLONE__RC_PORT: String(rcPort) };
    await using program = runStandIn('decypharr', { args: ['--config', simulator.folder], env });
    try {
      await program.whenSaid('Mounted at');
      const path = join(mountPath, '__all__', sintel?.name ?? '', 'Sintel (2010).mkv');
      const read = () => readFile(path).catch(() => undefined);
      const bytes = await poll(read, AbortSignal.timeout(15_000));
      expect(bytes.equals(contentOf(film?.id ?? '', 0, (film?.sizeBytes ?? 0) - 1))).toBe(true);
    } finally {
      await program[Symbol.asyncDispose]();
      spawnSync('fusermount3', ['-uzq', mountPath]);
    }
  });
});

describe('stand-in of CLI Debrid', () => {
  it('takes over where the battery is, and asks Phalanx DB only when its own settings say so', async () => {
    await using simulator = await runSimulator();
    const at = (name: string) => join(simulator.folder, name);
    const [port, batteryPort, phalanxPort] = [await findFreePort(), await findFreePort(), await findFreePort()];
    const folders = { USER_CONFIG: at('config/'), USER_LOGS: at('logs/'), USER_DB_CONTENT: at('db/') };
    await using battery = runStandIn('cli_battery', {
      env: { ...folders, CLI_DEBRID_BATTERY_PORT: String(batteryPort) },
    });
    await using phalanx = runStandIn('phalanx_db', {
      args: ['--storage', at('phalanx'), '--port', String(phalanxPort)],
    });
    await battery.whenSaid('Starting Flask server');
    await phalanx.whenSaid('listening on port');
    await using program = runStandIn('cli_debrid', {
      env: {
        ...folders,
        CLI_DEBRID_PORT: String(port),
        CLI_DEBRID_BATTERY_HOST: '127.0.0.1',
        CLI_DEBRID_BATTERY_PORT: String(batteryPort),
        CLI_DEBRID_PHALANX_HOST: '127.0.0.1',
        CLI_DEBRID_PHALANX_PORT: String(phalanxPort),
      },
    });
    await program.whenSaid('cli_debrid is initialized');
    const page = async () => (await fetch(`http://127.0.0.1:${port}/`)).text();
    expect(await page()).toContain(`Battery at http://127.0.0.1:${batteryPort}/api/stats answers 200.`);
    expect(await page()).toContain('Phalanx DB is switched off in the settings.');
    const file = at('config/config.json');
    const settings = JSON.parse(await readFile(file, 'utf8')) as object;
    await writeFile(file, JSON.stringify({ ...settings, 'UI Settings': { enable_phalanx_db: true } }));
    expect(await page()).toContain(`Phalanx DB at http://127.0.0.1:${phalanxPort}/health answers 200.`);
    expect((await fetch(`http://127.0.0.1:${port}/webhook/rclone`)).status).toBe(400);
    expect(await readFile(at('logs/debug.log'), 'utf8')).toMatch(
      / - main\.py:main:\d+ - INFO - Set metadata battery URL/,
    );
  });

  it('needs directories that it may write to', async () => {
    const inAFile = `${process.execPath}/none`;
    const env = { USER_CONFIG: inAFile, USER_LOGS: inAFile, USER_DB_CONTENT: inAFile };
    for (const name of ['cli_debrid', 'cli_battery']) {
      await using program = runStandIn(name, { env });
      expect(await program.whenEnded()).toBe(1);
      expect(program.output()).toContain('PermissionError');
    }
  });
});

describe('stand-in of Phalanx DB', () => {
  it('keeps its entries, answers by hash and service, and refuses another structure', async () => {
    await using simulator = await runSimulator();
    const port = await findFreePort();
    const args = ['--storage', join(simulator.folder, 'storage'), '--port', String(port)];
    const url = `http://127.0.0.1:${port}/api/entries`;
    const send = (body: unknown) =>
      fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const data = [{ infohash: 'abc', services: { real_debrid: { cached: true, expiry: null } } }];
    {
      await using program = runStandIn('phalanx_db', { args });
      await program.whenSaid('listening on port');
      expect((await send({ data })).status).toBe(201);
      expect((await send([])).status).toBe(400);
    }
    await using again = runStandIn('phalanx_db', { args });
    await again.whenSaid('listening on port');
    expect(await (await fetch(`${url}/abc+real_debrid`)).json()).toMatchObject({
      data: [{ infohash: 'abc', services: { real_debrid: { cached: true } } }],
    });
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
    expect(await (await fetch(`http://127.0.0.1:${port}/health`)).json()).toMatchObject({ status: 'healthy' });
  });
});

describe('stand-in of plex_debrid', () => {
  const complete = {
    'Content Services': ['Plex'],
    'Library collection service': ['Plex Library'],
    'Library update services': ['Plex Libraries'],
    'Library ignore services': ['Local Ignore List'],
    Sources: ['torrentio'],
    'Debrid Services': ['Real Debrid'],
    'Show Menu on Startup': 'false',
    'Log to file': 'true',
    version: ['2.103', '', []],
  };

  it('waits for nobody where a setting is missing, and ends', async () => {
    await using simulator = await runSimulator();
    const start = async (settings: object | undefined, args = ['-service', '--config-dir', '.']) => {
      if (settings !== undefined) await writeFile(join(simulator.folder, 'settings.json'), JSON.stringify(settings));
      const env = { SIMULATOR_URL: simulator.url };
      await using program = runStandIn('plex_debrid', { args, cwd: simulator.folder, env });
      return { code: await program.whenEnded(), output: program.output() };
    };
    expect((await start(undefined)).output).toContain('terminal is not interactive');
    const { version: _, ...unversioned } = complete;
    for (const broken of [unversioned, { ...complete, Sources: [] }]) {
      expect(await start(broken)).toMatchObject({ code: 1, output: expect.stringContaining('EOFError') });
    }
    expect(await start(complete, ['--config-dir', '.'])).toMatchObject({ code: 1 });
  });

  it('looks at the account, writes its log, and says when the key is refused', async () => {
    await using simulator = await runSimulator();
    const run = async (key: string, said: string) => {
      const settings = { ...complete, 'Real Debrid API Key': key };
      await writeFile(join(simulator.folder, 'settings.json'), JSON.stringify(settings));
      const args = ['-service', '--config-dir', '.'];
      const env = { SIMULATOR_URL: simulator.url };
      await using program = runStandIn('plex_debrid', { args, cwd: simulator.folder, env });
      await program.whenSaid(said);
    };
    await run('good', `[realdebrid] ${library.length} torrents on the account`);
    await run('bad-1', 'realdebrid api key does not seem to work');
    const log = await readFile(join(simulator.folder, 'plex_debrid.log'), 'utf8');
    expect(log).toMatch(/^\[\d\d\/\d\d\/\d\d \d\d:\d\d:\d\d\] /m);
    expect(JSON.parse(await readFile(join(simulator.folder, 'settings.json'), 'utf8'))).toHaveProperty(
      'Nyaa parameters',
    );
  });
});
