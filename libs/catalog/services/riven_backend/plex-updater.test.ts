import { describe, expect, it } from 'vitest';
import type { JsonObject } from '@showrunner/contracts';
import { createConnectionContext } from '../../stand-in-kit/connection-context.ts';
import { plexUpdater } from './plex-updater.ts';

const preferences = '/plex/Plex Media Server/Preferences.xml';
const off = { enabled: false, token: '', url: 'http://localhost:32400' };
const on = { enabled: true, token: 'online', url: 'http://127.0.0.1:32400' };

async function world(plex: JsonObject | undefined, token = '', status = 200) {
  let settings: JsonObject = { debug: true, updaters: { updater_interval: 120, ...(plex ? { plex } : {}) } };
  const calls: string[] = [];
  const ctx = createConnectionContext({
    values: { base_url: 'http://riven', api_key: 'k', plex_url: on.url, plex_preferences: preferences, token },
    self: { processName: 'Riven Backend' },
    peer: { processName: 'Plex Media Server' },
    http: ({ url, method, body, headers }) => {
      expect(headers).toMatchObject({ 'x-api-key': 'k' });
      const path = url.replace('http://riven/api/v1', '');
      if (method !== 'GET') calls.push(path);
      if (path === '/settings/set/all') settings = JSON.parse(body ?? '') as JsonObject;
      return { status, headers: {}, body: JSON.stringify(settings), truncated: false };
    },
  });
  await ctx.files.write(preferences, '<Preferences PlexOnlineToken="online"/>');
  return { ctx, calls, plex: () => (settings['updaters'] as JsonObject)['plex'] };
}

describe('what Riven knows of Plex', () => {
  it('is its address and token, told once, and taken back', async () => {
    const { ctx, calls, plex } = await world(off);
    expect(await plexUpdater.connect(ctx)).toBe('done');
    expect(plex()).toEqual(on);
    await plexUpdater.connect(ctx);
    expect(calls).toEqual(['/settings/set/all', '/settings/save']);
    await plexUpdater.disconnect(ctx);
    expect(plex()).toEqual({ ...on, enabled: false, token: '' });
    expect(ctx.lines.join()).not.toContain('online');
  });

  it('is the token of the person before that of the server', async () => {
    const { ctx, plex } = await world(off, 'mine');
    await plexUpdater.connect(ctx);
    expect(plex()).toMatchObject({ token: 'mine' });
  });

  it('is nothing while Plex has no account, and the remedy is said', async () => {
    const { ctx, calls } = await world(off);
    await ctx.files.write(preferences, '<Preferences a="1"/>');
    await expect(plexUpdater.connect(ctx)).rejects.toMatchObject({
      code: 'connection.refused',
      message: expect.stringContaining('plex.tv/claim'),
    });
    expect(calls).toEqual([]);
  });

  it.each([
    [off, 401, 'connection.refused'],
    [off, 500, 'connection.not-ready'],
    [undefined, 200, 'connection.refused'],
  ])('cannot be told %#', async (plex, status, code) => {
    const { ctx } = await world(plex, 'mine', status);
    await expect(plexUpdater.connect(ctx)).rejects.toMatchObject({ code });
  });
});
