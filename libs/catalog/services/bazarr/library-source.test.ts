import type { HttpRequest, HttpResponse } from '@showrunner/platform';
import { describe, expect, it } from 'vitest';
import { createConnectionContext } from '../../stand-in-kit/connection-context.ts';
import { librarySource } from './library-source.ts';

const key = 'b'.repeat(32);
const untouched = { ip: '127.0.0.1', port: 8989, base_url: '/', ssl: false, apikey: '' };

/** Bazarr's settings API over plain settings, as its source has it: a form in, everything out. */
async function openWorld(
  settings: Record<string, Record<string, unknown>>,
  change: Readonly<Record<string, string>> = {},
  peer: { readonly serviceKey?: string; readonly processName?: string } = {},
) {
  const forms: Record<string, string>[] = [];
  const http = (request: Omit<HttpRequest, 'timeoutMs'>): HttpResponse => {
    const answer = (status: number, body: string): HttpResponse => ({ status, headers: {}, body, truncated: false });
    if (request.headers?.['x-api-key'] !== key) return answer(401, '');
    if (request.method === 'GET') return answer(200, JSON.stringify(settings));
    const form = Object.fromEntries(new URLSearchParams(String(request.body)));
    forms.push(form);
    for (const [name, text] of Object.entries(form)) {
      const [, section = '', member = ''] = name.split('-');
      const value = text === 'true' || text === 'false' ? text === 'true' : /^\d+$/.test(text) ? Number(text) : text;
      settings[section] = { ...settings[section], [member]: value };
    }
    return answer(204, '');
  };
  const values = {
    url: 'http://127.0.0.1:6767',
    config_file: '/bazarr/data/config/config.yaml',
    arr_url: 'http://127.0.0.1:8990',
    arr_key: 'a'.repeat(32),
    ...change,
  };
  const ctx = createConnectionContext({ values, http, peer: { serviceKey: 'sonarr', processName: 'Sonarr', ...peer } });
  await ctx.files.write(values.config_file, `---\nauth:\n  apikey: ${key}\n`);
  return { ctx, forms, settings };
}

const fresh = () => ({ general: { use_sonarr: false, use_radarr: false }, sonarr: untouched, radarr: untouched });

describe('library-source', () => {
  it('gives Bazarr address and key of Sonarr once', async () => {
    const { ctx, forms, settings } = await openWorld(fresh());
    expect(await librarySource.connect(ctx)).toBe('done');
    expect(settings).toMatchObject({
      general: { use_sonarr: true, use_radarr: false },
      sonarr: { ip: '127.0.0.1', port: 8990, base_url: '/', ssl: false, apikey: 'a'.repeat(32) },
    });
    expect(await librarySource.connect(ctx)).toBe('done');
    expect(forms).toHaveLength(1);
  });

  it('gives Radarr its own place', async () => {
    const { ctx, settings } = await openWorld(fresh(), {}, { serviceKey: 'radarr', processName: 'Radarr' });
    await librarySource.connect(ctx);
    expect(settings).toMatchObject({ general: { use_radarr: true, use_sonarr: false }, radarr: { port: 8990 } });
  });

  it('follows a port, for the key stays the same', async () => {
    const { settings } = await openWorld(fresh());
    await librarySource.connect((await openWorld(settings)).ctx);
    await librarySource.connect((await openWorld(settings, { arr_url: 'http://127.0.0.1:8995' })).ctx);
    expect(settings).toMatchObject({ sonarr: { port: 8995 } });
  });

  it.each([
    ['one of a person', { ip: 'nas', port: 8989, apikey: 'mine' }],
    ['another one of the stack', { ip: '127.0.0.1', port: 9000, apikey: 'c'.repeat(32) }],
  ])('keeps %s, and says so', async (_name, sonarr) => {
    const { ctx, forms } = await openWorld({ general: { use_sonarr: true }, sonarr, radarr: untouched });
    expect(await librarySource.connect(ctx)).toBe('done');
    expect(await librarySource.disconnect(ctx)).toBe('done');
    expect(forms).toEqual([]);
    expect(ctx.lines).toEqual([`Bazarr can ask one Sonarr only, and asks the one at ${sonarr.ip}:${sonarr.port}.`]);
  });

  it('is undone by no longer asking it', async () => {
    const { ctx, settings } = await openWorld(fresh());
    await librarySource.connect(ctx);
    expect(await librarySource.isMade?.(ctx)).toBe(true);
    await librarySource.disconnect(ctx);
    expect(settings['general']).toMatchObject({ use_sonarr: false });
    expect(await librarySource.isMade?.(ctx)).toBe(false);
  });

  it('waits for the key that Bazarr makes, and says when it takes another one', async () => {
    const { ctx } = await openWorld(fresh());
    await ctx.files.write('/bazarr/data/config/config.yaml', 'general:\n  port: 6767\n');
    await expect(librarySource.connect(ctx)).rejects.toMatchObject({ code: 'connection.not-ready' });
    await ctx.files.write('/bazarr/data/config/config.yaml', 'auth:\n  apikey: other\n');
    await expect(librarySource.connect(ctx)).rejects.toMatchObject({ code: 'connection.refused' });
  });
});
