import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findFreePort } from '../testing/free-port.ts';
import { runStandIn } from '../testing/run-program.ts';
import { runSimulator } from '../testing/run-simulator.ts';

const key = 'k'.repeat(32);

async function startArr(program: string, folder: string, elements: Readonly<Record<string, string | number>>) {
  await mkdir(folder, { recursive: true });
  const config = Object.entries(elements)
    .map(([name, value]) => `  <${name}>${value}</${name}>\n`)
    .join('');
  await writeFile(join(folder, 'config.xml'), `<Config>\n${config}</Config>\n`);
  return runStandIn(program, { cwd: folder, args: ['--nobrowser', `--data=${folder}`] });
}

function api(port: number, path: string, method = 'GET', body?: unknown): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

describe('stand-in of an Arr', () => {
  it('completes its file and keeps what is in it, answers with the key only, and remembers what it was told', async () => {
    await using simulator = await runSimulator();
    const folder = join(simulator.folder, 'sonarr');
    const port = await findFreePort();
    const file = {
      Port: port,
      BindAddress: '127.0.0.1',
      ApiKey: key,
      InstanceName: 'Sonarr Anime',
      Mine: 'kept &amp; safe',
    };
    {
      await using sonarr = await startArr('sonarr', folder, file);
      await sonarr.whenSaid('Application started');
      expect(await (await fetch(`http://127.0.0.1:${port}/ping`)).json()).toEqual({ status: 'OK' });
      expect((await fetch(`http://127.0.0.1:${port}/api/v3/system/status`)).status).toBe(401);
      expect(await (await api(port, '/api/v3/system/status')).json()).toMatchObject({
        appName: 'Sonarr',
        instanceName: 'Sonarr Anime',
        databaseType: 'sqLite',
      });
      expect((await api(port, '/api/v1/system/status')).status).toBe(404);
      expect((await api(port, '/api/v3/tag', 'POST', { label: 'Mine' })).status).toBe(201);
      expect((await api(port, '/api/v3/tag', 'POST', { label: 'x', colour: 'red' })).status).toBe(400);
      const completed = await readFile(join(folder, 'config.xml'), 'utf8');
      expect(completed).toContain('<Mine>kept &amp; safe</Mine>');
      expect(completed).toContain('<AuthenticationMethod>None</AuthenticationMethod>');
      expect(await readFile(join(folder, 'logs', 'sonarr.txt'), 'utf8')).toMatch(
        /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d\|Info\|Bootstrap\|Starting Sonarr/,
      );
      await using second = await startArr('radarr', join(simulator.folder, 'radarr'), {
        Port: port,
        BindAddress: '127.0.0.1',
        ApiKey: key,
      });
      expect(await second.whenEnded()).toBe(1);
      expect(second.output()).toContain('address already in use');
    }
    await using again = runStandIn('sonarr', { cwd: folder, args: ['--nobrowser', `--data=${folder}`] });
    await again.whenSaid('Application started');
    expect(await (await api(port, '/api/v3/tag')).json()).toEqual([{ id: 1, label: 'mine' }]);
  });

  it.each([
    ['a key that is too short', { ApiKey: 'short' }, 'at least 20 characters'],
    ['a port that is none', { ApiKey: key, Port: 'x' }, 'Invalid port: x'],
    ['a database that is not there', { ApiKey: key, PostgresHost: '127.0.0.1', PostgresPort: 9 }, 'EPIC FAIL'],
  ])('refuses %s', async (_what, elements, words) => {
    await using simulator = await runSimulator();
    await using lidarr = await startArr('lidarr', join(simulator.folder, 'lidarr'), elements);
    expect(await lidarr.whenEnded()).toBe(1);
    expect(lidarr.output()).toContain(words);
  });

  it('lets Prowlarr hand its indexers over, and says when it cannot reach the Arr', async () => {
    await using simulator = await runSimulator();
    const [prowlarrPort, radarrPort] = [await findFreePort(), await findFreePort()];
    const own = (port: number) => ({ Port: port, BindAddress: '127.0.0.1', ApiKey: key });
    await using prowlarr = await startArr('prowlarr', join(simulator.folder, 'prowlarr'), own(prowlarrPort));
    await using radarr = await startArr('radarr', join(simulator.folder, 'radarr'), own(radarrPort));
    await Promise.all([prowlarr.whenSaid('Application started'), radarr.whenSaid('Application started')]);
    const application = (apiKey: string) => ({
      name: 'Radarr (Default)',
      implementation: 'Radarr',
      configContract: 'RadarrSettings',
      syncLevel: 'fullSync',
      tags: [],
      fields: Object.entries({
        prowlarrUrl: `http://127.0.0.1:${prowlarrPort}`,
        baseUrl: `http://127.0.0.1:${radarrPort}`,
        apiKey,
      }).map(([name, value]) => ({ name, value })),
    });
    const refused = await api(prowlarrPort, '/api/v1/applications', 'POST', application('w'.repeat(32)));
    expect(refused.status).toBe(400);
    expect(await refused.json()).toEqual([expect.objectContaining({ errorMessage: 'API Key is invalid' })]);
    expect((await api(prowlarrPort, '/api/v1/applications', 'POST', application(key))).status).toBe(201);
    const [listed] = (await (await api(prowlarrPort, '/api/v1/applications')).json()) as {
      fields: { name: string; value?: unknown }[];
    }[];
    expect(listed?.fields.find(({ name }) => name === 'apiKey')?.value).toBe('********');
  });
});

describe('update server of the Servarr projects', () => {
  it('lists builds with a digest that holds, and the ones up to a version', async () => {
    await using simulator = await runSimulator();
    const feed = async (query: string) => {
      const response = await fetch(`${simulator.url}/at/radarr.servarr.com/v1/update/${query}`);
      return (await response.json()) as { version: string; url: string; hash: string; filename: string }[];
    };
    const builds = await feed('master/changes?os=linux&runtime=netcore&arch=arm64');
    expect(builds.map(({ version }) => version)).toEqual(['5.27.5.10198', '5.26.2.10099']);
    const [first] = builds;
    const bytes = Buffer.from(await (await fetch(first?.url ?? '')).arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(first?.hash);
    expect(first?.filename).toBe('Radarr.master.5.27.5.10198.linux-core-arm64.tar.gz');
    expect((await feed('master/changes?os=linux&arch=x64&version=5.26')).map(({ version }) => version)).toEqual([
      '5.26.2.10099',
    ]);
    expect(await feed('eros/changes?os=linux&arch=x64')).toEqual([]);
  });
});
