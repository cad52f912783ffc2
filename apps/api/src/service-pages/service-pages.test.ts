import { setIn } from '@showrunner/config';
import type { Json, PageAnswer } from '@showrunner/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { freePort, type Nginx, startNginx } from '../testing/nginx.ts';
import { askAt, type AskOptions, startTestServer, type TestServer } from '../testing/test-server.ts';

let server: TestServer;
let nginx: Nginx;
let token: string;
beforeEach(async () => {
  nginx = await startNginx();
  server = await startTestServer();
  await change(['zilean', 'port'], nginx.port);
  await change(['riven_frontend', 'enabled'], true);
  await change(['dumb', 'service_ui'], {
    enabled: true,
    port: await freePort(),
    page_ports: await freePort(),
    domain: '',
  });
  for (const name of ['Zilean', 'Riven Frontend']) server.stack.setUnit(name, { state: 'running', pid: 4711 });
  token = (await server.setup()).access;
  await server.ask('POST', '/config/service-ui', { body: { enabled: true }, token });
});
afterEach(async () => {
  await server.close();
  await nginx.close();
});

const change = (path: string[], value: Json) => server.stack.updateDocument((stored) => setIn(stored, path, value));

/** What the dashboard does: it asks for an address, and the browser goes there. */
async function enter(name = 'Zilean', by = token) {
  const answer = await server.ask('POST', `/api/native/services/${encodeURIComponent(name)}/page`, { token: by });
  const { url, embeds } = answer.json as PageAnswer;
  const { port, pathname, search } = new URL(url);
  const entered = await askAt(Number(port), 'GET', pathname + search);
  const cookie = String(entered.headers['set-cookie']).split(';')[0] ?? '';
  const ask = (path: string, options: AskOptions & { method?: string } = {}) =>
    askAt(Number(port), options.method ?? 'GET', path, { ...options, headers: { cookie, ...options.headers } });
  return { url, embeds, entered, cookie, port: Number(port), ask, origin: `http://127.0.0.1:${port}` };
}

/** Opens a WebSocket and answers the first `count` messages, or the status of the refusal. */
function socket(
  url: string,
  headers: Record<string, string>,
  count = 2,
): Promise<{ said: string[]; planted: unknown }> {
  return new Promise((resolve, reject) => {
    const client = new WebSocket(url, { headers });
    const said: string[] = [];
    let planted: unknown;
    client.on('upgrade', (response) => (planted = response.headers['set-cookie']));
    client.on('open', () => client.send('hello'));
    client.on('message', (data: Buffer) => {
      said.push(data.toString());
      if (said.length < count) return;
      client.terminate();
      resolve({ said, planted });
    });
    client.on('unexpected-response', (_request, response) => {
      response.destroy();
      resolve({ said: [`refused ${response.statusCode}`], planted });
    });
    client.on('error', reject);
  });
}

describe('the page of a service', () => {
  it('is shown by real nginx through a session of its own that no script can read', async () => {
    const page = await enter();
    expect(page.entered).toMatchObject({ status: 303, headers: { location: '/' } });
    expect(String(page.entered.headers['set-cookie'])).toMatch(
      /^showrunner-page-zilean=[^;]+; Path=\/; HttpOnly; SameSite=Lax/,
    );
    const shown = await page.ask('/');
    expect(shown).toMatchObject({ status: 200, text: '<h1>Site of nginx</h1>' });
    expect(shown.headers).toMatchObject({
      'content-security-policy': `default-src 'self', frame-ancestors http://127.0.0.1:${server.port}`,
      'cross-origin-resource-policy': 'same-origin',
    });
    for (const name of [
      'x-frame-options',
      'strict-transport-security',
      'access-control-allow-origin',
      'clear-site-data',
    ]) {
      expect(shown.headers[name]).toBeUndefined();
    }
  });

  it('opens once with one ticket, and only the page that it was given for', async () => {
    const zilean = await enter();
    const again = new URL(zilean.url);
    expect((await askAt(zilean.port, 'GET', again.pathname + again.search)).status).toBe(401);
    const { json } = await server.ask('POST', '/api/native/services/Riven%20Frontend/page', { token });
    const { pathname, search } = new URL((json as PageAnswer).url);
    expect((await askAt(zilean.port, 'GET', pathname + search)).status).toBe(401);
  });

  it('gives nothing to whom no session lets in, nor to one of another page or the API', async () => {
    const [zilean, riven] = [await enter('Zilean'), await enter('Riven Frontend')];
    expect((await askAt(zilean.port, 'GET', '/told')).status).toBe(401);
    expect((await askAt(zilean.port, 'GET', '/told', { headers: { cookie: riven.cookie } })).status).toBe(401);
    const renamed = riven.cookie.replace('riven-frontend', 'zilean');
    expect((await askAt(zilean.port, 'GET', '/told', { headers: { cookie: renamed } })).status).toBe(401);
    expect((await askAt(zilean.port, 'GET', '/told', { token })).status).toBe(401);
    const session = zilean.cookie.split('=')[1] ?? '';
    expect((await server.ask('GET', '/api/native/stack', { token: session })).status).toBe(401);
  });

  it('keeps redirects that name the port of the service within the page, and lets others go', async () => {
    const page = await enter();
    expect((await page.ask('/moved')).headers['location']).toBe('/told');
    expect((await page.ask('/other')).headers['location']).toBe('https://example.org/login');
    const told = (await page.ask('/told')).json;
    expect(told).toMatchObject({ host: `127.0.0.1:${page.port}`, for: '127.0.0.1', cookie: '' });
  });

  it('gives the service its own cookies back, and none that another page or the dashboard has set', async () => {
    const page = await enter();
    const [set = ''] = (await page.ask('/')).headers['set-cookie'] ?? [];
    expect(set).toMatch(/^sr~zilean~sid=[\w-]{22}\.one; Path=\/; HttpOnly; SameSite=Lax$/);
    const own = set.split(';')[0] ?? '';
    const told = async (...cookies: string[]) => {
      const { json } = await page.ask('/told', { headers: { cookie: [page.cookie, ...cookies].join('; ') } });
      return (json as { cookie: string }).cookie;
    };
    expect(await told(own)).toBe('sid=one');
    const forged = [
      own.replace('.one', '.two'),
      own.replace('zilean', 'riven-frontend'),
      'sid=three',
      'sr~zilean~x=four',
    ];
    expect(await told(...forged)).toBe('');
  });

  it('carries WebSockets both ways', async () => {
    const page = await enter();
    const [set = ''] = (await page.ask('/')).headers['set-cookie'] ?? [];
    const headers = { origin: page.origin, cookie: `${page.cookie}; ${set.split(';')[0]}` };
    expect(await socket(`ws://127.0.0.1:${page.port}/ws`, headers)).toEqual({
      said: ['cookie sid=one', 'hello'],
      planted: undefined,
    });
    expect((await socket(`ws://127.0.0.1:${page.port}/ws`, { origin: page.origin })).said).toEqual(['refused 401']);
    const foreign = { ...headers, origin: 'http://127.0.0.1:1' };
    expect((await socket(`ws://127.0.0.1:${page.port}/ws`, foreign)).said).toEqual(['refused 403']);
  });

  it('takes nothing that the page of another service asks in the name of the person', async () => {
    const [zilean, riven] = [await enter('Zilean'), await enter('Riven Frontend')];
    const cookie = `${zilean.cookie}; ${riven.cookie}`;
    const by = { cookie, origin: riven.origin };
    expect((await zilean.ask('/told', { method: 'POST', headers: by })).status).toBe(403);
    const script = { cookie, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' };
    expect((await zilean.ask('/told', { headers: script })).status).toBe(403);
    const frame = { cookie, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate' };
    expect((await zilean.ask('/told', { headers: frame })).status).toBe(200);
  });

  it('says what is the matter while the service is away, and does not reach who else has its port', async () => {
    const page = await enter();
    server.stack.setUnit('Zilean', { state: 'stopped', pid: undefined, reason: 'You have stopped it.' } as never);
    const html = { accept: 'text/html' };
    const stopped = await page.ask('/', { headers: html });
    expect(stopped.status).toBe(503);
    expect(stopped.text).toMatch(/Zilean does not run.*You have stopped it\./);
    // Its usual port may be another test's.
    const nobodys = await freePort();
    await change(['riven_frontend', 'port'], nobodys);
    const silent = await (await enter('Riven Frontend')).ask('/', { headers: html });
    expect(silent.status).toBe(502);
    expect(silent.text).toMatch(new RegExp(`Riven Frontend does not answer.*port ${nobodys}`));
  });

  it('ends with the account, its role or the signing in that it came from', async () => {
    await server.ask('POST', '/auth/users', {
      token,
      body: { username: 'helper', password: 'correct horse', role: 'operator' },
    });
    const login = { username: 'helper', password: 'correct horse' };
    const { access_token: by } = (await server.ask('POST', '/auth/login', { body: login })).json as {
      access_token: string;
    };
    const page = await enter('Zilean', by);
    expect((await page.ask('/told')).status).toBe(200);
    const closed = socketClosed(page);
    await closed.opened;
    await server.ask('PUT', '/auth/users/helper', { token, body: { disabled: true } });
    await closed.ended;
    expect((await page.ask('/told')).status).toBe(401);
  });
});

/** A socket that stays open until the other side ends it. */
function socketClosed({ port, cookie, origin }: { port: number; cookie: string; origin: string }) {
  const client = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers: { cookie, origin } });
  client.on('error', () => undefined); // it is ended, which is what is waited for
  return {
    opened: new Promise((resolve) => client.once('message', resolve)),
    ended: new Promise((resolve) => client.once('close', resolve)),
  };
}

describe('a page from elsewhere', () => {
  it('cannot act as the person on our API, whether or not one has to sign in', async () => {
    const page = await enter();
    const body = { process_name: 'Zilean' };
    const headers = { origin: page.origin, cookie: page.cookie };
    expect((await server.ask('POST', '/process/stop-service', { body, headers })).status).toBe(403);
    await server.ask('POST', '/auth/disable', { token });
    const open = await server.ask('POST', '/process/stop-service', { body, headers });
    expect(open).toMatchObject({ status: 403, json: { detail: expect.stringContaining('elsewhere') as string } });
    const direct = { origin: `http://127.0.0.1:${nginx.port}` };
    expect((await server.ask('POST', '/process/stop-service', { body, headers: direct })).status).toBe(403);
    const ours = { origin: `http://127.0.0.1:${server.port}` };
    expect((await server.ask('POST', '/process/stop-service', { body, headers: ours })).status).toBe(200);
    expect(server.stack.asked).toHaveLength(1);
  });
});

describe('who may open pages', () => {
  it('is not a viewer, as whatever a page can do, who sees it can do', async () => {
    await server.ask('POST', '/auth/users', {
      token,
      body: { username: 'guest', password: 'correct horse', role: 'viewer' },
    });
    const login = { username: 'guest', password: 'correct horse' };
    const { access_token: by } = (await server.ask('POST', '/auth/login', { body: login })).json as {
      access_token: string;
    };
    expect((await server.ask('POST', '/api/native/services/Zilean/page', { token: by })).status).toBe(403);
  });

  it('gets a reason where there is no page', async () => {
    const open = (name: string) => server.ask('POST', `/api/native/services/${name}/page`, { token });
    expect(await open('Nobody')).toMatchObject({ status: 404 });
    expect(await open('Radarr')).toMatchObject({ status: 409 });
    await server.ask('POST', '/config/service-ui', { body: { enabled: false }, token });
    expect(await open('Zilean')).toMatchObject({ status: 409, json: { code: 'page.unavailable' } });
  });
});
