import type { HttpResponse } from '@showrunner/platform';
import { describe, expect, it } from 'vitest';
import { createFakeArr, createFakeHosts } from '../../stand-in-kit/arr/in-memory.ts';
import { arrPrograms } from '../../stand-in-kit/arr/programs.ts';
import { valuesOf } from '../../stand-in-kit/arr/providers.ts';
import { createConnectionContext } from '../../stand-in-kit/connection-context.ts';
import { arrDownloadClient } from './arr-download-client.ts';

const url = 'http://127.0.0.1:8989';
const apiKey = 'a'.repeat(32);
const answer = (status: number, body: string): HttpResponse => ({ status, headers: {}, body, truncated: false });

/** An Arr, and a client that speaks as qBittorrent and as SABnzbd. */
function openWorld(key: keyof typeof arrPrograms = 'sonarr', change: Readonly<Record<string, string>> = {}) {
  const hosts = createFakeHosts();
  const program = arrPrograms[key];
  const arr = createFakeArr(program, hosts, { url, apiKey });
  hosts.hosts.set('http://127.0.0.1:8282', async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === '/api/v2/auth/login') return answer(200, 'Ok.');
    if (pathname === '/api/v2/app/webapiVersion') return answer(200, '2.8.3');
    if (searchParams.get('mode') === 'version') return answer(200, '{"version":"4.0.0"}');
    if (searchParams.get('apikey') !== 'usenet-key') return answer(403, 'no');
    return answer(200, JSON.stringify({ config: { categories: [{ name: 'known' }] } }));
  });
  const values = {
    arr_url: url,
    arr_key: apiKey,
    arr_api: program.api,
    arr_media: program.isMusic ? 'music' : 'shows',
    client: 'decypharr',
    kind: 'torrent',
    host: '127.0.0.1',
    port: '8282',
    username: url,
    password: apiKey,
    api_key: '',
    category: 'sonarr:Default',
    root_folder: '/mnt/debrid/decypharr_symlinks/sonarr-default',
    permissions: 'true',
    ...change,
  };
  const ctx = createConnectionContext({ values, peer: { processName: program.name }, http: hosts.http });
  const written = () =>
    hosts.calls.filter(({ method }) => method !== 'GET').map(({ method, url }) => `${method} ${new URL(url).pathname}`);
  return { ...hosts, arr, ctx, written };
}

const clients = ({ arr }: ReturnType<typeof openWorld>) => arr.store.all('downloadclient');

describe('arr-download-client', () => {
  it('makes client, root folder and permissions in one go, and the second time writes nothing but the secret', async () => {
    const world = openWorld();
    expect(await arrDownloadClient.connect(world.ctx)).toBe('done');
    const [client] = clients(world);
    expect(client).toMatchObject({
      name: 'decypharr',
      implementation: 'QBittorrent',
      configContract: 'QBittorrentSettings',
      protocol: 'torrent',
      enable: true,
      priority: 1,
      tags: [],
    });
    expect(valuesOf(client ?? {})).toMatchObject({
      host: '127.0.0.1',
      port: 8282,
      username: url,
      password: apiKey,
      tvCategory: 'sonarr:Default',
    });
    expect(world.arr.store.all('rootfolder').map(({ path }) => path)).toEqual([world.ctx.values['root_folder']]);
    expect((await world.ctx.files.facts(world.ctx.values['root_folder'] ?? ''))?.mode).toBe(0o777);
    expect(world.arr.store.all('mediamanagement')[0]).toMatchObject({ setPermissionsLinux: true, chmodFolder: '777' });

    world.calls.length = 0;
    await arrDownloadClient.connect(world.ctx);
    expect(world.written()).toEqual(['PUT /api/v3/downloadclient/1']);
    expect(clients(world)).toHaveLength(1);
  });

  it('leaves alone what a person has set in the client, and every other client', async () => {
    const world = openWorld();
    await arrDownloadClient.connect(world.ctx);
    const [client] = clients(world);
    if (client === undefined) throw new Error('there is no client');
    const fields = Object.entries({ ...valuesOf(client), sequentialOrder: true }).map(([name, value]) => ({
      name,
      value,
    }));
    await world.arr.store.replace('downloadclient', {
      ...client,
      name: 'Decypharr',
      priority: 7,
      enable: false,
      fields,
    });
    await world.arr.store.insert('downloadclient', { ...client, name: 'my own' });
    await arrDownloadClient.connect(world.ctx);
    expect(clients(world)).toHaveLength(2);
    expect(clients(world)[0]).toMatchObject({ name: 'decypharr', priority: 7, enable: false });
    expect(valuesOf(clients(world)[0] ?? {})).toMatchObject({ sequentialOrder: true, password: apiKey });

    const before = world.written().length;
    expect(await arrDownloadClient.isMade?.(world.ctx)).toBe(true);
    await arrDownloadClient.disconnect(world.ctx);
    expect(clients(world).map(({ name }) => name)).toEqual(['my own']);
    expect(await arrDownloadClient.isMade?.(world.ctx)).toBe(false);
    expect(world.written().length).toBe(before + 1);
    expect(world.arr.store.all('rootfolder')).toHaveLength(1);
    expect(world.ctx.lines.at(-1)).toContain('stays, with all that is in it');
    await arrDownloadClient.disconnect(world.ctx);
  });

  it('speaks as SABnzbd, and saves without a category that the client does not know yet', async () => {
    const usenet = {
      kind: 'usenet',
      api_key: 'usenet-key',
      username: '',
      password: '',
      root_folder: '',
      permissions: '',
    };
    const known = openWorld('radarr', { ...usenet, category: 'known' });
    await arrDownloadClient.connect(known.ctx);
    expect(valuesOf(clients(known)[0] ?? {})).toMatchObject({ apiKey: 'usenet-key', movieCategory: 'known' });
    expect(known.arr.store.all('rootfolder')).toEqual([]);
    expect(known.arr.store.all('mediamanagement')[0]).toMatchObject({ setPermissionsLinux: false });

    const unknown = openWorld('radarr', { ...usenet, category: 'new' });
    await arrDownloadClient.connect(unknown.ctx);
    expect(valuesOf(clients(unknown)[0] ?? {})).toMatchObject({ movieCategory: '' });
  });

  it('takes over the client that it was under a former name, and reaches it below a path', async () => {
    const usenet = { kind: 'usenet', username: '', password: '', api_key: 'usenet-key', category: 'known' };
    const before = openWorld('sonarr', { ...usenet, client: 'NzbDAV' });
    await arrDownloadClient.connect(before.ctx);
    const [old] = clients(before);
    const values = { ...before.ctx.values, client: 'InfiniDysk', former: 'nzbdav', url_base: 'below' };
    await arrDownloadClient.connect({ ...before.ctx, values });
    expect(clients(before)).toMatchObject([{ id: old?.['id'], name: 'InfiniDysk' }]);
    expect(valuesOf(clients(before)[0] ?? {})).toMatchObject({ urlBase: 'below' });
  });

  it('gives Lidarr the profiles that its root folders need', async () => {
    const world = openWorld('lidarr');
    await arrDownloadClient.connect(world.ctx);
    expect(world.arr.store.all('rootfolder')[0]).toMatchObject({
      name: 'sonarr-default',
      defaultQualityProfileId: 1,
      defaultMetadataProfileId: 1,
    });
    expect(valuesOf(clients(world)[0] ?? {})).toMatchObject({ musicCategory: 'sonarr:Default' });
  });

  it.each([
    ['a key that the Arr does not take', { arr_key: 'wrong' }, 'connection.refused', 'does not take the API key'],
    ['a client that does not answer', { port: '9' }, 'connection.refused', 'Unable to connect to qBittorrent'],
    ['a kind that there is not', { kind: 'smoke' }, 'connection.refused', 'no kind of download client smoke'],
    [
      'a key that the client does not take',
      { kind: 'usenet', api_key: 'wrong' },
      'connection.refused',
      'API Key Incorrect',
    ],
  ])('says what is wrong with %s', async (_what, change, code, message) => {
    const world = openWorld('sonarr', change);
    await expect(arrDownloadClient.connect(world.ctx)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
    });
    expect(clients(world)).toEqual([]);
  });

  it.each([
    [500, 'connection.not-ready', 'Sonarr is busy: it answered with status 500.'],
    [429, 'connection.not-ready', 'Sonarr is busy: it answered with status 429.'],
    [404, 'connection.refused', 'Sonarr did not take it: status 404'],
  ])('takes status %i for what it is', async (status, code, message) => {
    const world = openWorld();
    world.hosts.set(url, async () => answer(status, '<html>'));
    await expect(arrDownloadClient.connect(world.ctx)).rejects.toMatchObject({ code, message });
  });
});
