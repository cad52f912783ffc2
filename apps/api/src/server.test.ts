import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { startTestServer, type TestServer } from './testing/test-server.ts';

const html = { accept: 'text/html,application/xhtml+xml' };

describe('server', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  it.each(['/process/processes', '/api/process/processes', '/process/processes/', '/api/process/processes/?x=1'])(
    'answers %s without a redirect',
    async (path) => {
      const answer = await server.ask('GET', path);
      expect(answer.status).toBe(200);
      expect(Object.keys(answer.json as object)).toEqual(['processes']);
    },
  );

  it('does not take /api off our own APIs', async () => {
    expect((await server.ask('GET', '/native/stack')).status).toBe(404);
    expect((await server.ask('GET', '/api/native/stack')).status).toBe(200);
    expect((await server.ask('GET', '/api/v1/health')).status).toBe(404);
  });

  it('tells an unknown path and a wrong method apart', async () => {
    expect(await server.ask('GET', '/nothing')).toMatchObject({
      status: 404,
      json: { detail: 'Not Found', code: 'request.not-found' },
    });
    const wrong = await server.ask('DELETE', '/process/stop-service');
    expect(wrong).toMatchObject({ status: 405, json: { detail: 'Method Not Allowed' } });
    expect(wrong.headers['allow']).toBe('POST');
  });

  it('says what is wrong with a body in the words that clients know', async () => {
    const missing = await server.ask('POST', '/process/stop-service', { body: {} });
    expect(missing.status).toBe(422);
    expect(missing.json).toMatchObject({
      code: 'request.invalid',
      detail: [{ type: 'missing', loc: ['body', 'process_name'], msg: 'Field required', input: {} }],
    });
    const extra = await server.ask('POST', '/process/start-core-service', { body: { core_services: [], x: 1 } });
    expect(extra.json).toMatchObject({ detail: [{ type: 'extra_forbidden', loc: ['body', 'x'], input: 1 }] });
  });
});

describe('server on further ports', () => {
  it('is the same there, sockets of both kinds included, and closes them with the first', async () => {
    const server = await startTestServer({ extraPorts: [0] });
    const url = `http://127.0.0.1:${server.extraPorts[0]}`;
    expect(server.extraPorts).toEqual([expect.any(Number)]);
    expect(await (await fetch(`${url}/process/service-status?process_name=Zilean`)).json()).toMatchObject({
      status: 'stopped',
    });
    const raw = new WebSocket(`${url}/ws/status?interval=10`);
    const named = io(url, { transports: ['polling'], path: '/ws/status', reconnection: false, forceNew: true });
    await Promise.all([once(raw, 'message'), new Promise((resolve) => named.once('connect', () => resolve(null)))]);
    named.close();
    await server.close();
    await expect(fetch(url)).rejects.toThrow();
  });
});

describe('server with a dashboard', () => {
  let server: TestServer;
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'showrunner-dashboard-'));
    await mkdir(join(directory, 'assets'), { recursive: true });
    await writeFile(join(directory, 'index.html'), '<!doctype html><title>Showrunner</title>');
    await writeFile(join(directory, 'assets', 'app-1a2b.js'), 'export {};');
    server = await startTestServer({ dashboardDir: directory });
  });
  afterAll(async () => {
    await server.close();
    await rm(directory, { recursive: true, force: true });
  });

  it.each(['/', '/services/Zilean', '/logs', '/process/processes', '/metrics', '/settings/metrics'])(
    'gives the page to a navigation to %s',
    async (path) => {
      const answer = await server.ask('GET', path, { headers: html });
      expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('<title>Showrunner') as string });
      expect(answer.headers['content-security-policy']).toContain("script-src 'self'");
      expect(answer.headers['content-security-policy']).not.toContain('unsafe-inline');
    },
  );

  it('gives data to whoever does not navigate', async () => {
    expect((await server.ask('GET', '/logs?process_name=x')).headers['content-type']).toContain('application/json');
    expect((await server.ask('GET', '/metrics')).json).toMatchObject({ system: { cpu_count: 2 } });
    // There is no page below it: a person who opens the address wants to see what the API says.
    expect((await server.ask('GET', '/metrics/history_series', { headers: html })).json).toMatchObject({
      truncated: false,
    });
  });

  it('lets files with a digest in their name be kept for ever', async () => {
    const answer = await server.ask('GET', '/assets/app-1a2b.js');
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toContain('immutable');
  });
});
