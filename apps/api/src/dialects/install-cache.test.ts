import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());
const ask = (method: string, path: string, body?: object) => server.ask(method, path, body ? { body } : {});
const cache = '/process/install-cache';

describe('the install cache on the wire of the original', () => {
  it('tells its size part by part', async () => {
    expect((await ask('GET', `${cache}/status`)).json).toMatchObject({
      enabled: true,
      path: '/config/.cache/dumb',
      configured_path: '/config/.cache/dumb',
      using_fallback: false,
      managed_bytes: 3540,
      reclaimable_bytes: 3500,
      max_size_bytes: 26_843_545_600,
      namespaces: { downloads: { bytes: 3000, files: 2 }, artifacts: { bytes: 0, files: 0 } },
    });
  });

  it('is verified, pruned and cleaned up', async () => {
    expect((await ask('POST', `${cache}/verify`)).json).toEqual({ checked: 2, quarantined: 1, errors: [] });
    expect((await ask('POST', `${cache}/prune`, { max_size_gib: 0 })).json).toEqual({
      removed: 2,
      reclaimed_bytes: 3000,
      remaining_bytes: 0,
      max_size_bytes: 0,
    });
    expect((await ask('POST', `${cache}/cleanup`, { scopes: ['dependencies', 'legacy'] })).json).toEqual({
      scopes: ['dependencies', 'legacy'],
      removed_bytes: 500,
      removed_files: 5,
      removed_entries: [
        { scope: 'dependencies', bytes: 500, files: 5 },
        { scope: 'legacy', bytes: 0, files: 0 },
      ],
      errors: [],
    });
    expect((await ask('POST', `${cache}/artifacts/clear`, { service_key: 'zurg' })).json).toMatchObject({
      removed_files: 0,
    });
  });

  it('tells a part that could not be deleted, and goes on', async () => {
    server.cache.failNext(new Error('permission denied'));
    expect((await ask('POST', `${cache}/cleanup`, { scopes: ['downloads', 'artifacts'] })).json).toMatchObject({
      errors: [{ scope: 'downloads', error: 'permission denied' }],
      removed_entries: [{ scope: 'artifacts' }],
    });
  });

  it.each([
    ['prune', { max_size_gib: 2000 }, 422],
    ['prune', { other: 1 }, 422],
    ['cleanup', { scopes: ['everything'] }, 400],
    ['cleanup', { scopes: [] }, 422],
    ['artifacts/clear', { service_key: 'nosuch' }, 400],
  ])('refuses %s with %j', async (path, body, status) => {
    expect((await ask('POST', `${cache}/${path}`, body)).status).toBe(status);
  });

  it('is left alone while the stack starts', async () => {
    server.stack.startupPhase = 'starting_services';
    for (const path of ['verify', 'prune']) expect((await ask('POST', `${cache}/${path}`, {})).status).toBe(409);
    expect(server.cache.parts.downloads.bytes).toBe(3000);
  });
});

describe('the install cache on our own wire', () => {
  it('tells what is kept and lets each part be emptied', async () => {
    expect((await ask('GET', '/api/native/install-cache')).json).toMatchObject({
      parts: { downloads: { bytes: 3000, files: 2 } },
      limits: { versionsKept: 2 },
      downloads: [{ name: 'zurg.zip', serviceKey: 'zurg', version: 'v1', bytes: 3000, usedAt: 1000 }],
    });
    expect((await ask('POST', '/api/native/install-cache/empty', { scope: 'downloads' })).json).toEqual({
      bytes: 3000,
      files: 2,
    });
    expect((await ask('POST', '/api/native/install-cache/empty', { scope: 'metadata' })).status).toBe(400);
    expect((await ask('POST', '/api/native/install-cache/verify')).json).toMatchObject({ quarantined: 1 });
  });
});
