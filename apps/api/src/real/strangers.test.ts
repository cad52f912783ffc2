import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { allSpecs, nameOfSpec } from '../testing/all-specs.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

const evil = 'https://evil.example.com';

describe('scenario 54: a page of another origin', () => {
  let server: TestServer;
  beforeAll(async () => {
    // Nobody has to sign in: whatever a page of another origin could send would count.
    server = await startTestServer();
  });
  afterAll(() => server.close());

  const changing = allSpecs.filter(({ method }) => method !== 'GET');
  it.each(changing.map((spec) => [nameOfSpec(spec), spec] as const))('may not call %s', async (_route, spec) => {
    const path = spec.path.replace(/:\w+/g, 'x');
    for (const headers of [{ origin: evil }, { origin: 'null' }, { host: 'rebound.example.com' }]) {
      const answer = await server.ask(spec.method, path, { headers: { ...headers, 'content-type': 'text/plain' } });
      expect(answer, JSON.stringify(headers)).toMatchObject({ status: 403, json: { code: 'auth.forbidden' } });
    }
  });

  it('is granted no preflight, and may read nothing', async () => {
    const headers = { origin: evil, 'access-control-request-method': 'POST' };
    const preflight = await server.ask('OPTIONS', '/process/stop-service', { headers });
    const read = await server.ask('GET', '/process/processes', { headers: { origin: evil } });
    for (const answer of [preflight, read]) {
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin');
    }
    expect(preflight.status).toBeGreaterThanOrEqual(400);
  });

  it('reads nothing under a name that it lets resolve to us', async () => {
    const rebound = await server.ask('GET', '/process/processes', { headers: { host: 'rebound.example.com:8000' } });
    expect(rebound.status).toBe(403);
  });

  it.each([
    ['/ws/status', { origin: evil }],
    ['/ws/logs', { headers: { host: 'rebound.example.com' } }],
    ['/socket.io/?EIO=4&transport=websocket', { origin: evil }],
    ['/socket.io/?EIO=4&transport=websocket', { headers: { host: 'rebound.example.com' } }],
  ])('opens no socket on %s, %#', async (path, options) => {
    const socket = new WebSocket(server.url.replace('http', 'ws') + path, options);
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toMatch(/Unexpected server response: 40[03]/);
  });
});
