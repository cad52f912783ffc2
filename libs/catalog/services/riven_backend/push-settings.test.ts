import { readFileSync } from 'node:fs';
import type { HttpRequest } from '@showrunner/platform';
import { describe, expect, it } from 'vitest';
import { createHookContext } from '../../stand-in-kit/hook-context.ts';
import { pushSettings } from './push-settings.ts';

const fixture = (name: string): object =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')) as object;
const values = {
  base_url: 'http://127.0.0.1:8080',
  api_key: 'k'.repeat(32),
  database_url: 'postgresql+psycopg2://DUMB:postgres@127.0.0.1:5432/riven',
  library_path: '/mnt/debrid/riven_symlinks',
  mount_dir: '/mnt/debrid',
  mount_name: 'riven',
  provider: 'realdebrid',
  provider_key: '',
  zurg_key: 'RD-KEY',
  zilean_enabled: 'true',
  zilean_url: 'http://127.0.0.1:8182',
};
const entry = { log_level: 'INFO', branch_enabled: false, commit_sha: '' };
const answer = (status: number, body: unknown = {}) => ({
  status,
  headers: {},
  body: JSON.stringify(body),
  truncated: false,
});

/** Riven's settings interface, with what it was told. */
function createRiven(settings: object, refusals: Readonly<Record<string, number>> = {}) {
  const calls: { path: string; body: unknown }[] = [];
  const http = (request: HttpRequest) => {
    expect(request.headers?.['x-api-key']).toBe(values.api_key);
    const path = request.url.replace(`${values.base_url}/api/v1`, '');
    if (path === '/settings/get/all') return answer(refusals[path] ?? 200, settings);
    calls.push({ path, body: request.body === undefined ? undefined : JSON.parse(request.body) });
    return answer(refusals[path] ?? 200);
  };
  return { http, calls };
}

describe('push-settings', () => {
  it('sets what is there to set, switches changed blocks on, and saves', async () => {
    const riven = createRiven(fixture('settings.before.json'));
    await pushSettings(createHookContext({ entry, values, http: riven.http }));
    expect(riven.calls).toEqual([
      { path: '/settings/set/all', body: fixture('settings.after.json') },
      { path: '/settings/save', body: undefined },
    ]);
  });

  it('writes nothing when nothing differs', async () => {
    const riven = createRiven(fixture('settings.after.json'));
    await pushSettings(createHookContext({ entry, values, http: riven.http }));
    expect(riven.calls).toEqual([]);
  });

  it.each([404, 405, 422])('falls back to single values when the whole is answered with %i', async (status) => {
    const riven = createRiven({ debug: true, other: 1 }, { '/settings/set/all': status });
    await pushSettings(createHookContext({ entry, values, http: riven.http }));
    expect(riven.calls.slice(1)).toEqual([
      { path: '/settings/set', body: [{ key: 'debug', value: false }] },
      { path: '/settings/save', body: undefined },
    ]);
  });

  it.each([401, 404, 500])('fails with a remedy when the settings are answered with %i', async (status) => {
    const riven = createRiven({}, { '/settings/get/all': status });
    await expect(pushSettings(createHookContext({ entry, values, http: riven.http }))).rejects.toMatchObject({
      code: 'hook.failed',
    });
  });

  it('gives a build from a branch its own file system beside the library', async () => {
    const riven = createRiven({ filesystem: { mount_path: '' }, debug: false });
    await pushSettings(createHookContext({ entry: { ...entry, branch_enabled: true }, values, http: riven.http }));
    expect(riven.calls[0]?.body).toEqual({ filesystem: { mount_path: '/mnt/debrid/riven' }, debug: false });
  });
});
