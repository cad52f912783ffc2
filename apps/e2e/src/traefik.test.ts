import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, signUp } from './harness/client.ts';
import { freePort, removeDataRoot, type Showrunner, startShowrunner } from './harness/showrunner.ts';
import { waitFor } from './harness/wait-for.ts';

let server: Showrunner;
let client: Client;
let web: number;

beforeAll(async () => {
  web = await freePort();
  // Our own proxy is where Traefik wants to be, as it is by default.
  server = await startShowrunner({
    args: ['--demo'],
    env: { DUMB_SERVICE_UI_PORT: String(web), DUMB_SERVICE_UI_PAGE_PORTS: String(await freePort()) },
  });
  client = await signUp(server.url);
});
afterAll(async () => {
  await server.stop();
  removeDataRoot(server.dataRoot);
});

const edit = async (change: (block: Record<string, unknown>) => Record<string, unknown>) => {
  const { revision, document } = await client.document();
  const next = { ...document, traefik: change(document['traefik'] ?? {}) };
  return client.operate({ kind: 'edit', document: next, baseRevision: revision });
};
const ask = async (path: string) => {
  const answer = await fetch(`http://127.0.0.1:${web}${path}`, { redirect: 'manual' });
  return { status: answer.status, text: await answer.text() };
};

it('takes the port of our own proxy, which gives way, and routes nothing that everybody could use', async () => {
  expect((await edit((block) => ({ ...block, port: web }))).state).toBe('succeeded');
  const composed = await client.operate({ kind: 'compose', cores: [], optionals: ['traefik', 'pgadmin'] });
  expect(composed.problem).toBeUndefined();
  const { services } = await client.stack();
  const traefik = services.find(({ serviceKey }) => serviceKey === 'traefik');
  expect(traefik).toMatchObject({ version: expect.stringContaining('3.6.6') as string, uiPort: web + 1 });
  expect(traefik?.ports.map(({ port }) => port)).toEqual([web, web + 1]);
  expect(await ask('/service/ui/pgadmin4/')).toMatchObject({ status: 404, text: '404 page not found\n' });
  const settings = readFileSync(join(server.dataRoot, 'config/traefik/traefik.yml'), 'utf8');
  expect(settings).toContain(`127.0.0.1:${web + 1}`);
  expect(existsSync(join(server.dataRoot, 'config/traefik/dynamic/services.yaml'))).toBe(false);
});

it('publishes pages once somebody says so, and tells of the requests in a log of their own', async () => {
  expect((await edit((block) => ({ ...block, publish_pages: true }))).state).toBe('succeeded');
  await waitFor('the page of pgAdmin', async () => (await ask('/service/ui/pgadmin4/')).text.includes('pgAdmin'));
  // The line is written once the answer is out.
  const line = await waitFor('the line of the access log', () =>
    readFileSync(join(server.dataRoot, 'log/traefik_access.log'), 'utf8')
      .split('\n')
      .find((one) => one.includes('"DownstreamStatus":200')),
  );
  expect(JSON.parse(line)).toMatchObject({ RequestPath: '/service/ui/pgadmin4/', RouterName: 'pgadmin4@file' });
});

it('has its dashboard shown by our own proxy, behind the sign-in', async () => {
  const { url } = await client.post<{ url: string }>('/api/native/services/Traefik/page');
  const entered = await fetch(url, { redirect: 'manual' });
  const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const page = await fetch(new URL('/dashboard/', url), { headers: { cookie } });
  expect(await page.text()).toContain('Traefik');
});
