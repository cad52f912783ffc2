import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeArr, createFakeHosts } from '../../stand-in-kit/arr/in-memory.ts';
import { arrPrograms } from '../../stand-in-kit/arr/programs.ts';
import { createConnectionContext } from '../../stand-in-kit/connection-context.ts';
import { createInMemorySeerr } from '../../stand-in-kit/seerr/in-memory.ts';
import { servarrServer } from './servarr-server.ts';

const url = 'http://127.0.0.1:5055';
const settingsFile = '/seerr/default/config/settings.json';
const arrKey = 'a'.repeat(32);

let seerr: ReturnType<typeof createInMemorySeerr>;
beforeEach(() => void (seerr = createInMemorySeerr()));
afterEach(() => seerr[Symbol.dispose]());

/** A Seerr and a Sonarr (or Radarr) with a library folder, and the hands of the hook. */
async function openWorld(
  change: Readonly<Record<string, string>> = {},
  peer: { readonly processName?: string; readonly instance?: string; readonly folder?: false } = {},
) {
  const hosts = createFakeHosts();
  const media = change['media'] ?? 'shows';
  const program = arrPrograms[media === 'films' ? 'radarr' : 'sonarr'];
  const values = {
    url,
    settings_file: settingsFile,
    forced_key: '',
    arr_url: 'http://127.0.0.1:8989',
    arr_key: arrKey,
    arr_api: '/api/v3',
    media,
    ...change,
  };
  const arr = createFakeArr(program, hosts, { url: values.arr_url, apiKey: arrKey });
  for (const name of ['HD-1080p', 'Ultra-HD']) await arr.store.insert('qualityprofile', { name });
  if (peer.folder !== false) await arr.store.insert('rootfolder', { path: '/mnt/shows' });
  hosts.hosts.set(url, seerr.http);
  const ctx = createConnectionContext({
    values,
    self: { processName: 'Seerr' },
    peer: { processName: peer.processName ?? program.name, instance: peer.instance ?? 'Default' },
    http: hosts.http,
  });
  await ctx.files.write(settingsFile, JSON.stringify(seerr.settings), { mode: 0o640 });
  return { ctx, ...hosts };
}

const signIn = () =>
  seerr.http({
    url: `${url}/api/v1/auth/plex`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"authToken":"good"}',
  });

describe('servarr-server', () => {
  it('adds an Arr as the default, with a profile and a folder that it has, and then nothing more', async () => {
    await signIn();
    const { ctx, calls } = await openWorld();
    expect(await servarrServer.connect(ctx)).toBe('done');
    expect(seerr.settings.sonarr).toMatchObject([
      {
        id: 0,
        name: 'Sonarr',
        hostname: '127.0.0.1',
        port: 8989,
        apiKey: arrKey,
        activeProfileName: 'HD-1080p',
        activeDirectory: '/mnt/shows',
        isDefault: true,
        is4k: false,
        enableSeasonFolders: true,
      },
    ]);
    const before = calls.length;
    expect(await servarrServer.connect(ctx)).toBe('done');
    expect(calls.slice(before).every(({ method }) => method === 'GET')).toBe(true);
  });

  it('follows a port and a key, and keeps what a person has chosen', async () => {
    await signIn();
    await servarrServer.connect((await openWorld()).ctx);
    Object.assign(seerr.settings.sonarr[0] ?? {}, {
      activeProfileId: 6,
      activeDirectory: '/mine',
      preventSearch: true,
    });
    await servarrServer.connect((await openWorld({ arr_url: 'http://127.0.0.1:8990' })).ctx);
    expect(seerr.settings.sonarr).toMatchObject([
      { id: 0, port: 8990, activeProfileId: 6, activeDirectory: '/mine', preventSearch: true },
    ]);
  });

  it('has one default for ordinary titles and one for 4K, and takes neither from a person', async () => {
    await signIn();
    await servarrServer.connect((await openWorld({ media: 'films', arr_url: 'http://127.0.0.1:7878' })).ctx);
    const more = { media: 'films', arr_url: 'http://127.0.0.1:7879' };
    await servarrServer.connect((await openWorld(more, { processName: 'Radarr Kids', instance: 'Kids' })).ctx);
    const uhd = { media: 'films', arr_url: 'http://127.0.0.1:7880' };
    await servarrServer.connect((await openWorld(uhd, { processName: 'Radarr 4K', instance: '4K' })).ctx);
    expect(seerr.settings.radarr).toMatchObject([
      { name: 'Radarr', isDefault: true, is4k: false, minimumAvailability: 'released' },
      { name: 'Radarr Kids', isDefault: false, is4k: false },
      { name: 'Radarr 4K', isDefault: true, is4k: true, activeProfileName: 'Ultra-HD' },
    ]);
  });

  it('writes it into the settings while nobody has signed in, and lets Seerr read them again', async () => {
    const { ctx } = await openWorld();
    expect(await servarrServer.connect(ctx)).toBe('restart-self');
    const written = JSON.parse((await ctx.files.readText(settingsFile)) ?? '') as typeof seerr.settings;
    expect(written.sonarr).toMatchObject([{ id: 0, name: 'Sonarr', port: 8989 }]);
    expect(written.main).toEqual(seerr.settings.main);
    expect((await ctx.files.facts(settingsFile))?.mode).toBe(0o640);
    expect(await servarrServer.connect(ctx)).toBe('done');
    expect(await servarrServer.disconnect(ctx)).toBe('restart-self');
    expect(JSON.parse((await ctx.files.readText(settingsFile)) ?? '')).toMatchObject({ sonarr: [] });
  });

  it('takes away what it has made, and not what a person has made at the same address', async () => {
    await signIn();
    const { ctx } = await openWorld();
    await servarrServer.connect(ctx);
    expect(await servarrServer.isMade?.(ctx)).toBe(true);
    await servarrServer.disconnect(ctx);
    expect(seerr.settings.sonarr).toEqual([]);
    expect(await servarrServer.isMade?.(ctx)).toBe(false);
    await servarrServer.connect(ctx);
    Object.assign(seerr.settings.sonarr[0] ?? {}, { name: 'Mine' });
    expect(await servarrServer.isMade?.(ctx)).toBe(true);
    expect(await servarrServer.connect(ctx)).toBe('done');
    await servarrServer.disconnect(ctx);
    expect(seerr.settings.sonarr).toMatchObject([{ name: 'Mine' }]);
  });

  it('says what is missing in the Arr, and what is wrong with the key', async () => {
    await signIn();
    await expect(servarrServer.connect((await openWorld({}, { folder: false })).ctx)).rejects.toMatchObject({
      code: 'connection.not-ready',
      message: expect.stringContaining('Sonarr has no library folder yet'),
    });
    await expect(servarrServer.connect((await openWorld({ forced_key: 'other' })).ctx)).rejects.toMatchObject({
      code: 'connection.refused',
      message: expect.stringContaining('does not take its own API key'),
    });
    const { ctx } = await openWorld();
    await ctx.files.remove(settingsFile);
    await expect(servarrServer.connect(ctx)).rejects.toMatchObject({ code: 'connection.not-ready' });
  });
});
