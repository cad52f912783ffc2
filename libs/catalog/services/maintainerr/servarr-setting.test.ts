import type { HttpRequest, HttpResponse } from '@showrunner/platform';
import { describe, expect, it } from 'vitest';
import { createConnectionContext } from '../../stand-in-kit/connection-context.ts';
import { servarrSetting } from './servarr-setting.ts';

interface Setting {
  readonly id: number;
  readonly serverName: string;
  readonly url: string;
  readonly apiKey: string;
}

/** Maintainerr's list of Sonarrs, as its source has it. Those in `used` cannot be deleted. */
function openWorld(settings: Setting[], change: Readonly<Record<string, string>> = {}, used: readonly number[] = []) {
  const calls: string[] = [];
  const http = ({ url, method = 'GET', body }: Omit<HttpRequest, 'timeoutMs'>): HttpResponse => {
    const path = new URL(url).pathname.replace('/api/settings/', '');
    if (method !== 'GET') calls.push(`${method} ${path}`);
    const answer = (value: unknown, status = 200): HttpResponse => ({
      status,
      headers: {},
      body: JSON.stringify(value),
      truncated: false,
    });
    if (!path.startsWith('sonarr')) return answer({ message: 'Not Found' }, 404);
    const id = Number(path.split('/')[1] ?? settings.length + 1);
    const index = settings.findIndex((setting) => setting.id === id);
    if (method === 'GET') return answer(settings);
    if (method === 'DELETE') {
      if (used.includes(id)) return answer({ status: 'NOK', code: 0, message: 'Cannot delete', data: {} });
      settings.splice(index, 1);
      return answer({ status: 'OK', code: 1 });
    }
    const given = JSON.parse(String(body)) as Omit<Setting, 'id'>;
    if (given.apiKey === '') return answer({ message: 'Validation failed' }, 400);
    settings.splice(index === -1 ? settings.length : index, 1, { ...given, id });
    return answer({ status: 'OK', code: 1 }, method === 'POST' ? 201 : 200);
  };
  const values = { url: 'http://127.0.0.1:6246', arr_url: 'http://127.0.0.1:8989', arr_key: 'a', ...change };
  const ctx = createConnectionContext({ values, http, peer: { serviceKey: 'sonarr', processName: 'Sonarr' } });
  return { ctx, calls, settings };
}

describe('servarr-setting', () => {
  it('adds Sonarr once', async () => {
    const { ctx, calls, settings } = openWorld([]);
    await servarrSetting.connect(ctx);
    await servarrSetting.connect(ctx);
    expect(settings).toEqual([{ id: 1, serverName: 'Sonarr', url: 'http://127.0.0.1:8989', apiKey: 'a' }]);
    expect(calls).toEqual(['POST sonarr']);
  });

  it('follows port and key, and keeps the name and the others of a person', async () => {
    const mine = { id: 1, serverName: 'Mine', url: 'http://nas:8989', apiKey: 'm' };
    const { ctx, settings } = openWorld([
      mine,
      { id: 2, serverName: 'TV', url: 'http://127.0.0.1:8989/', apiKey: 'old' },
    ]);
    await servarrSetting.connect(ctx);
    expect(settings).toEqual([mine, { id: 2, serverName: 'TV', url: 'http://127.0.0.1:8989', apiKey: 'a' }]);
    await servarrSetting.disconnect(ctx);
    expect(settings).toHaveLength(2);
  });

  it('is undone unless rules use it, and says so', async () => {
    const own = { id: 1, serverName: 'Sonarr', url: 'http://127.0.0.1:8989', apiKey: 'a' };
    const free = openWorld([own]);
    expect(await servarrSetting.isMade?.(free.ctx)).toBe(true);
    await servarrSetting.disconnect(free.ctx);
    expect(free.settings).toEqual([]);
    expect(await servarrSetting.isMade?.(free.ctx)).toBe(false);
    const used = openWorld([own], {}, [1]);
    await servarrSetting.disconnect(used.ctx);
    expect(used.settings).toEqual([own]);
    expect(used.ctx.lines).toEqual([expect.stringContaining('Rules of Maintainerr still use Sonarr')]);
  });

  it('says what it did not take', async () => {
    await expect(servarrSetting.connect(openWorld([], { arr_key: '' }).ctx)).rejects.toMatchObject({
      code: 'connection.refused',
    });
  });
});
