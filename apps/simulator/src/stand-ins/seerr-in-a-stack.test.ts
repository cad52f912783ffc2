import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findFreePort } from '../testing/free-port.ts';
import { planStack } from '../testing/planned.ts';
import { startPostgres } from '../testing/postgres-of-machine.ts';
import { runStandIn } from '../testing/run-program.ts';
import { readSeerrSettings, startSeerr } from '../testing/run-seerr.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seerr-'));
  return () => rm(folder, { recursive: true, force: true });
});

describe('servers in the settings of the stand-in of Seerr', () => {
  const server = (over: object = {}) => ({
    name: 'Sonarr',
    hostname: '127.0.0.1',
    port: 8989,
    apiKey: 'k',
    useSsl: false,
    activeProfileId: 1,
    activeProfileName: 'Any',
    activeDirectory: '/tv',
    is4k: false,
    isDefault: true,
    enableSeasonFolders: true,
    ...over,
  });

  it('are numbered, give way as default, are kept in the file, and refuse their own number', async () => {
    await using seerr = await startSeerr(folder);
    const call = await seerr.withOwner();
    expect(await call('POST', '/settings/sonarr', server())).toMatchObject({ status: 201, body: { id: 0 } });
    expect(await call('POST', '/settings/sonarr', server({ name: 'Anime' }))).toMatchObject({ body: { id: 1 } });
    const { body } = await call('GET', '/settings/sonarr');
    expect(body).toMatchObject([{ isDefault: false }, { isDefault: true }]);
    expect(await call('PUT', '/settings/sonarr/0', body[0])).toMatchObject({
      status: 400,
      body: { message: 'request/body/id is read-only' },
    });
    expect(await call('PUT', '/settings/sonarr/0', server({ port: 9000 }))).toMatchObject({
      body: { id: 0, port: 9000 },
    });
    expect(await call('PUT', '/settings/sonarr/5', server())).toMatchObject({ status: 404 });
    expect(await call('POST', '/settings/radarr', server())).toMatchObject({ status: 400 });
    expect(await call('DELETE', '/settings/sonarr/1')).toMatchObject({ status: 200, body: { name: 'Anime' } });
    expect((await readSeerrSettings(folder)).sonarr).toMatchObject([{ port: 9000 }]);
  });

  it('are tested by asking them, with their key', async () => {
    const asked: string[] = [];
    const sonarr = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(request.url?.includes('apikey=k') === true ? 200 : 401, {
        'content-type': 'application/json',
      });
      response.end(request.url?.startsWith('/api/v3/system') ? '{"version":"4.0.1","urlBase":""}' : '[]');
    });
    const port = await findFreePort();
    await new Promise<void>((resolve) => sonarr.listen(port, '127.0.0.1', resolve));
    try {
      await using seerr = await startSeerr(folder);
      const call = await seerr.withOwner();
      const address = { hostname: '127.0.0.1', port, apiKey: 'k', useSsl: false };
      expect(await call('POST', '/settings/sonarr/test', address)).toMatchObject({
        status: 200,
        body: { profiles: [], rootFolders: [], languageProfiles: null, tags: [], urlBase: '' },
      });
      expect(asked).toContain('/api/v3/rootfolder?apikey=k');
      expect(await call('POST', '/settings/sonarr/test', { ...address, apiKey: 'wrong' })).toMatchObject({
        status: 500,
        body: { message: 'Failed to connect to Sonarr' },
      });
    } finally {
      await new Promise((resolve) => sonarr.close(resolve));
    }
  });
});

describe('Seerr as it is planned', () => {
  const instances = {
    'seerr/instances/Default/postgres_enabled': true,
    'seerr/instances/Default/env': {
      NODE_ENV: 'production',
      PORT: '5000',
      DB_TYPE: 'sqlite',
      DB_HOST: 'old',
      MINE: '1',
    },
  };
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => void (postgres = await startPostgres()), 60_000);
  afterAll(() => postgres[Symbol.asyncDispose]());

  it('gives each instance a port, a folder, a log and a database of its own', () => {
    const plan = planStack(
      {
        kind: 'compose',
        cores: [
          { name: 'seerr', instance_name: 'Default' },
          { name: 'seerr', instance_name: 'Kids', service_options: { seerr: { postgres_enabled: true } } },
        ],
        optionals: [],
      },
      instances,
    );
    const [main, kids] = [plan.unit('Seerr'), plan.unit('Seerr Kids')];
    expect(main.env).toMatchObject({ PORT: '5055', DB_TYPE: 'postgres', DB_NAME: 'seerr', MINE: '1' });
    expect(main.env['DB_HOST']).toBe('127.0.0.1');
    expect(kids.env).toMatchObject({ PORT: '5056', DB_NAME: 'seerr_kids' });
    expect([main.cwd, kids.cwd]).toEqual(['/srv/show/seerr/default', '/srv/show/seerr/kids']);
    expect(kids.logs.from).toEqual({ own: '/srv/show/seerr/kids/config/logs/*seerr-*.log' });
    expect(plan.artifact('Seerr Kids').persist).toEqual(['/srv/show/seerr/kids/config']);
    expect(plan.databases()).toEqual(expect.arrayContaining(['seerr', 'seerr_kids']));
  });

  it('keeps its data in its file, with nothing of a database that is off', () => {
    const { env } = planStack(
      { kind: 'compose', cores: [{ name: 'seerr' }], optionals: [] },
      {
        'seerr/instances/Default/env': { DB_TYPE: 'postgres', DB_PASS: 'old', DB_NAME: 'old' },
      },
    ).unit('Seerr');
    expect(Object.keys(env).filter((name) => name.startsWith('DB_'))).toEqual(['DB_TYPE']);
    expect(env['DB_TYPE']).toBe('sqlite');
  });

  it('holds its requests in the real PostgreSQL, with the environment of the plan', async () => {
    await postgres.query('postgres', 'CREATE DATABASE seerr');
    const address = Object.fromEntries(
      Object.entries(postgres.address).map(([key, value]) => [`postgres/${key}`, value]),
    );
    const plan = planStack(
      { kind: 'compose', cores: [{ name: 'seerr' }], optionals: [] },
      { ...instances, ...address },
    ).unit('Seerr');
    const env = Object.fromEntries(Object.entries(plan.env).filter(([name]) => name.startsWith('DB_')));
    {
      await using seerr = await startSeerr(folder, env);
      const call = await seerr.withOwner();
      expect(await call('POST', '/request', { mediaType: 'movie', mediaId: 603 })).toMatchObject({ status: 201 });
    }
    await using seerr = await startSeerr(folder, env);
    expect((await seerr.call('GET', '/request')).body.pageInfo.results).toBe(1);
    const refused = runStandIn('seerr', { cwd: folder, env: { ...env, NODE_ENV: 'production', DB_PASS: 'wrong' } });
    expect(await refused.whenEnded()).toBe(1);
    expect(refused.output()).toContain('password authentication failed');
  });
});
