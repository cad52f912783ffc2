import type { HttpRequest, HttpResponse } from '@showrunner/platform';
import { describe, expect, it } from 'vitest';
import { createConnectionContext } from '../../stand-in-kit/connection-context.ts';
import { seerrSetting } from './seerr-setting.ts';

interface Setting {
  url: string | null;
  api_key: string | null;
}

/** Maintainerr's one place for a Seerr, as its source has it, and a Seerr with its settings file. */
async function openWorld(setting: Setting, change: Readonly<Record<string, string>> = {}) {
  const calls: string[] = [];
  const http = ({ url, method = 'GET', body }: Omit<HttpRequest, 'timeoutMs'>): HttpResponse => {
    expect(new URL(url).pathname).toBe('/api/settings/seerr');
    if (method !== 'GET') calls.push(method);
    if (method === 'POST') Object.assign(setting, JSON.parse(String(body)));
    if (method === 'DELETE') Object.assign(setting, { url: null, api_key: null });
    const answer = method === 'GET' ? setting : { status: 'OK', code: 1, message: 'Success' };
    return { status: 200, headers: {}, body: JSON.stringify(answer), truncated: false };
  };
  const values = {
    url: 'http://127.0.0.1:6246',
    seerr_url: 'http://127.0.0.1:5055',
    seerr_settings: '/seerr/default/config/settings.json',
    forced_key: '',
    ...change,
  };
  const ctx = createConnectionContext({ values, http, peer: { serviceKey: 'seerr', processName: 'Seerr' } });
  await ctx.files.write(values.seerr_settings, '{"main": {"apiKey": "key"}}');
  return { ctx, calls, setting };
}

describe('seerr-setting', () => {
  it('gives Maintainerr the address and the key of Seerr once, and takes them back', async () => {
    const { ctx, calls, setting } = await openWorld({ url: null, api_key: null });
    await seerrSetting.connect(ctx);
    await seerrSetting.connect(ctx);
    expect(setting).toEqual({ url: 'http://127.0.0.1:5055', api_key: 'key' });
    expect(await seerrSetting.isMade?.(ctx)).toBe(true);
    await seerrSetting.disconnect(ctx);
    expect(setting).toEqual({ url: null, api_key: null });
    expect(await seerrSetting.isMade?.(ctx)).toBe(false);
    expect(calls).toEqual(['POST', 'DELETE']);
  });

  it.each([
    ['a port', { url: 'http://127.0.0.1:5054', api_key: 'key' }],
    ['a key', { url: 'http://127.0.0.1:5055', api_key: 'old' }],
  ])('follows %s', async (_name, present) => {
    const { ctx, setting } = await openWorld(present);
    await seerrSetting.connect(ctx);
    expect(setting).toEqual({ url: 'http://127.0.0.1:5055', api_key: 'key' });
  });

  it('leaves another Seerr where it is, and says so', async () => {
    const { ctx, calls } = await openWorld({ url: 'https://seerr.example.org', api_key: 'mine' });
    await seerrSetting.connect(ctx);
    await seerrSetting.disconnect(ctx);
    expect(calls).toEqual([]);
    expect(ctx.lines).toEqual(['Maintainerr can ask one Seerr only, and asks the one at https://seerr.example.org.']);
  });

  it('takes the key that a person forces on Seerr, and waits for one that is not made yet', async () => {
    const forced = await openWorld({ url: null, api_key: null }, { forced_key: 'forced' });
    await seerrSetting.connect(forced.ctx);
    expect(forced.setting.api_key).toBe('forced');
    const { ctx } = await openWorld({ url: null, api_key: null });
    await ctx.files.remove('/seerr/default/config/settings.json');
    await expect(seerrSetting.connect(ctx)).rejects.toMatchObject({ code: 'connection.not-ready' });
  });
});
