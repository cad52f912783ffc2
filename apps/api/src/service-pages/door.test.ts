import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setIn } from '@showrunner/config';
import type { Json, PageAnswer, ServiceUiAnswer } from '@showrunner/contracts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { freePort } from '../testing/nginx.ts';
import { askAt, startTestServer, type TestServer } from '../testing/test-server.ts';

let server: TestServer;
let service: Server;
let door: number;
beforeEach(async () => {
  service = createServer((request, response) => response.end(`${request.headers.host} ${request.url}`));
  service.listen(0, '127.0.0.1');
  await once(service, 'listening');
  server = await startTestServer();
  door = await freePort();
  await change(['zilean', 'port'], (service.address() as AddressInfo).port);
  server.stack.setUnit('Zilean', { state: 'running', pid: 4711 });
  await settle({ enabled: true, port: door, page_ports: await freePort(), domain: '' });
});
afterEach(async () => {
  await server.close();
  service.close();
});

const change = (path: string[], value: Json) => server.stack.updateDocument((stored) => setIn(stored, path, value));
const open = async (headers: Record<string, string> = {}) =>
  new URL(((await server.ask('POST', '/api/native/services/Zilean/page', { headers })).json as PageAnswer).url);
/** Changes the settings, and waits until they hold. */
async function settle(settings: Json) {
  await change(['dumb', 'service_ui'], settings);
  await server.ask('POST', '/config/service-ui', { body: { enabled: true } });
}

it('leads old links on to the page, also by the name of its process', async () => {
  const { origin } = await open();
  const asked = (path: string) => askAt(door, 'GET', path);
  expect(await asked('/service/ui/zilean/')).toMatchObject({ status: 307, headers: { location: `${origin}/` } });
  const deep = await asked('/service/ui/ZILEAN/a/b?c=d');
  expect(deep.headers['location']).toBe(`${origin}/a/b?c=d`);
  for (const path of ['/', '/service/ui/nobody/', '/service/ui/%E0%A4%A/', '/.showrunner/enter']) {
    expect((await asked(path)).status).toBe(404);
  }
  expect((await askAt(door, 'GET', '/service/ui/zilean/', { headers: { host: 'evil.example.com' } })).status).toBe(404);
});

it('gives each page a name instead of a port where a domain leads here', async () => {
  await settle({ enabled: true, port: door, page_ports: await freePort(), domain: 'pages.lan' });
  const { host, pathname, search } = await open();
  expect(host).toBe(`zilean.pages.lan:${door}`);
  const entered = await askAt(door, 'GET', pathname + search, { headers: { host } });
  const cookie = String(entered.headers['set-cookie']).split(';')[0] ?? '';
  expect((await askAt(door, 'GET', '/x', { headers: { host, cookie } })).text).toBe(`${host} /x`);
  const other = host.replace('zilean', 'riven-frontend');
  expect((await askAt(door, 'GET', '/x', { headers: { host: other, cookie } })).status).toBe(404);
  const secure = await open({ 'x-forwarded-proto': 'https', 'x-forwarded-for': '127.0.0.1' });
  expect(secure.origin).toBe('https://zilean.pages.lan');
  const act = { origin: 'https://zilean.pages.lan' };
  expect((await server.ask('POST', '/process/stop-service', { body: {}, headers: act })).status).toBe(403);
});

it('gives its ports up for a service that wants them, and keeps the others', async () => {
  const before = await open();
  await change(['traefik', 'port'], door);
  await change(['traefik', 'enabled'], true);
  await server.ask('POST', '/config/service-ui', { body: { enabled: true } });
  await expect(askAt(door, 'GET', '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect((await open()).port).toBe(before.port);
  await change(['traefik', 'enabled'], false);
  await server.ask('POST', '/config/service-ui', { body: { enabled: true } });
  expect((await askAt(door, 'GET', '/service/ui/zilean/')).status).toBe(307);
});

it('goes past a port that another program has, and listens on nothing once pages are switched off', async () => {
  const busy = createServer().listen(0, '127.0.0.1');
  await once(busy, 'listening');
  const { port: taken } = busy.address() as AddressInfo;
  await settle({ enabled: true, port: door, page_ports: taken, domain: '' });
  const { port } = await open();
  expect(Number(port)).toBeGreaterThan(taken);
  busy.close();
  await server.ask('POST', '/config/service-ui', { body: { enabled: false } });
  for (const one of [door, Number(port)]) await expect(askAt(one, 'GET', '/')).rejects.toThrow(/ECONNREFUSED/);
});

it('lists pages as the original does, with fixed names for what there is once', async () => {
  await change(['pgadmin', 'enabled'], true);
  await change(['jellyfin', 'enabled'], true);
  const { enabled, services } = (await server.ask('GET', '/config/service-ui')).json as ServiceUiAnswer;
  expect(enabled).toBe(true);
  const rows = Object.fromEntries(services.map((row) => [row.name, [row.config_key, row.path, row.path_prefix]]));
  expect(rows).toMatchObject({
    dumb_api_service: ['dumb', '/scalar', ''],
    zilean: ['zilean', '', ''],
    pgadmin4: ['pgadmin', '', ''],
    traefik: ['traefik', '/dashboard/', '/dashboard'],
  });
  expect((await server.ask('GET', '/config/service-ui-map')).json).toMatchObject({ pgadmin4: 'pgadmin' });
});
