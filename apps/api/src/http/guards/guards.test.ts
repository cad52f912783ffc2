import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

describe('guards', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ allowedHosts: ['media.example.org'] });
  });
  afterAll(() => server.close());
  const ask = (host: string) => server.ask('GET', '/health', { headers: { host } });
  const act = (headers: Record<string, string>) => server.ask('POST', '/config/reset-onboarding', { headers });

  it.each(['localhost:8000', '127.0.0.1', '[::1]:8000', '192.168.1.5', 'nas:3005', 'nas.local', 'media.example.org'])(
    'answers to the name %s',
    async (host) => {
      expect((await ask(host)).status).toBe(200);
    },
  );

  it.each(['evil.example.com', 'media.example.org.evil.com', 'localhost.evil.com'])(
    'does not answer to %s',
    async (host) => {
      expect(await ask(host)).toMatchObject({ status: 403, json: { code: 'auth.forbidden' } });
    },
  );

  it.each(['https://evil.example.com', 'null', 'http://8.8.8.8'])(
    'lets no page from %s change anything',
    async (origin) => {
      expect((await act({ origin })).status).toBe(403);
    },
  );

  it.each(['http://127.0.0.1:3005', 'http://192.168.1.5:3005', 'http://nas:3005', 'https://media.example.org'])(
    'lets a page from %s do so',
    async (origin) => {
      expect((await act({ origin })).status).toBe(200);
    },
  );

  it('sends data that no page of others can frame, sniff or keep', async () => {
    expect((await ask('localhost')).headers).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
    });
  });

  it('takes no body that is too large, not JSON, or poisoned', async () => {
    const body = { process_name: 'x'.repeat(3 * 1024 * 1024) };
    expect(await server.ask('POST', '/process/stop-service', { body })).toMatchObject({ status: 413 });
    const poisoned = JSON.parse('{"process_name":"x"}') as object;
    Object.defineProperty(poisoned, '__proto__', { value: { a: 1 }, enumerable: true });
    expect(await server.ask('POST', '/process/stop-service', { body: poisoned })).toMatchObject({
      status: 422,
      json: { detail: [{ type: 'json_invalid' }] },
    });
  });
});
