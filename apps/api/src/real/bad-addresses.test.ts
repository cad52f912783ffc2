import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

describe('scenario 51: an address that is none', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  it.each([
    '/%',
    '/%E0%A4%A',
    '/%ff%fe',
    '/process/%',
    `/api/native/services/${'a'.repeat(2_000)}`,
    `/auth/users/${'%41'.repeat(300)}`,
  ])('is refused, and the next one is answered, %#', async (path) => {
    for (const method of ['GET', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY']) {
      const { status, headers } = await server.ask(method, path);
      expect(headers['x-content-type-options'], method).toBe('nosniff');
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
    expect((await server.ask('GET', '/health')).status).toBe(200);
  });
});
