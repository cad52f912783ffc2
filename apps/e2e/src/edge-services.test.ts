import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanView } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { useDemo } from './harness/demo.ts';
import { freePort } from './harness/showrunner.ts';
import { waitFor } from './harness/wait-for.ts';

const edge = ['mediastorm', 'authelia', 'cloudflared', 'traefik_proxy_admin'];
const token = btoa(JSON.stringify({ a: 'account', s: 'c2VjcmV0', t: '5f0d1c3e-0f2a-4e0e-9a53-0d3f0b6c8a11' }));
const request = {
  core_services: [],
  optional_services: edge,
  optional_service_options: {
    authelia: {
      public_url: 'https://auth.example.org',
      cookie_domain: 'example.org',
      authorization_policy: 'one_factor',
      admin_password: 'correct horse battery',
    },
    cloudflared: { tunnel_token: token },
  },
};

describe('a home that is reached from outside', () => {
  // Other stacks of this machine keep the usual port for pages, which Traefik would be refused.
  const demo = useDemo(async () => ({
    DUMB_SERVICE_UI_PORT: String(await freePort()),
    DUMB_SERVICE_UI_PAGE_PORTS: String(await freePort()),
  }));
  const inRoot = (path: string): string => join(demo.showrunner.dataRoot, path);
  const services = async () => (await demo.client.stack()).services;
  const portOf = async (key: string, id?: string): Promise<number> => {
    const ports = (await services()).find(({ serviceKey }) => serviceKey === key)?.ports ?? [];
    return (id === undefined ? ports[0] : ports.find((port) => port.id === id))?.port ?? 0;
  };
  const post = (url: string, body: object, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  it('has everything installed, set up and healthy from one request', async () => {
    const answer = await demo.client.call('POST', '/process/start-core-service', request);
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200, body: { errors: [] } });
    const running = (await services()).filter(
      ({ status }) => status.state === 'running' && status.health === 'healthy',
    );
    expect(running.map(({ processName }) => processName).sort()).toEqual(
      ['Authelia', 'Cloudflared', 'PostgreSQL', 'Traefik', 'Traefik Proxy Admin', 'mediastorm'].sort(),
    );
  });

  it('plans nothing when it asks again', async () => {
    const plan = await demo.client.post<PlanView>('/api/native/plan', {
      kind: 'compose',
      cores: [],
      optionals: edge,
    });
    expect(plan.steps).toEqual([]);
    expect((await demo.client.post<PlanView>('/api/native/plan', { kind: 'reconcile' })).steps).toEqual([]);
  });

  it('signs in to mediastorm with the password that only its owner can read', async () => {
    const port = await portOf('mediastorm');
    const password = readFileSync(inRoot('mediastorm/cache/initial_admin_password'), 'utf8').trim();
    const signIn = async (given: string) =>
      (await post(`http://127.0.0.1:${port}/api/auth/login`, { username: 'admin', password: given })).status;
    expect(await signIn(password)).toBe(200);
    expect(await signIn('admin')).toBe(401);
    expect(await (await fetch(`http://127.0.0.1:${port}/watch`)).text()).toContain('mediastorm');
    expect(await (await fetch(`http://127.0.0.1:${port}/api/version`)).json()).toMatchObject({ version: '1.5.0' });
  });

  it('lets nobody through Traefik whom Authelia does not know, and whoever signs in', async () => {
    const web = await portOf('traefik', 'web');
    const ask = (cookie = '') =>
      fetch(`http://127.0.0.1:${web}/service/ui/mediastorm/`, {
        redirect: 'manual',
        headers: { cookie, 'x-forwarded-proto': 'https', 'x-forwarded-host': 'media.example.org' },
      });
    const refused = await waitFor('the routes of Traefik', async () => {
      const answer = await ask();
      return answer.status !== 404 && answer;
    });
    expect(refused.status).toBe(302);
    expect(refused.headers.get('location')).toMatch(/^https:\/\/auth\.example\.org\/\?rd=https%3A%2F%2Fmedia/);
    const portal = `http://127.0.0.1:${await portOf('authelia')}/api/firstfactor`;
    expect((await post(portal, { username: 'admin', password: 'wrong' })).status).toBe(401);
    const signedIn = await post(portal, { username: 'admin', password: 'correct horse battery' });
    expect(signedIn.status).toBe(200);
    const passed = await ask(signedIn.headers.get('set-cookie')?.split(';')[0]);
    expect(passed.status).toBe(200);
    expect(await passed.text()).toContain('mediastorm');
  });

  it('keeps the secrets of Authelia in files that nobody else reads', () => {
    for (const name of ['session', 'storage', 'reset-password', 'postgres-password'])
      expect(statSync(inRoot(`config/authelia/secrets/${name}`)).mode & 0o077, name).toBe(0);
    const configuration = readFileSync(inRoot('config/authelia/configuration.yml'), 'utf8');
    expect(configuration).toContain('https://auth.example.org');
    expect(configuration).not.toContain(readFileSync(inRoot('config/authelia/secrets/storage'), 'utf8').trim());
    // Its password was given, so that there is nothing to tell.
    expect(existsSync(inRoot('config/authelia/first-password.txt'))).toBe(false);
  });

  it('has Traefik take a route that is made in Traefik Proxy Admin', async () => {
    const admin = `http://127.0.0.1:${await portOf('traefik_proxy_admin')}/api`;
    const account = { username: 'ada', password: 'correct horse battery' };
    const cookie = (await post(`${admin}/auth/admin/local/setup`, account)).headers.get('set-cookie')?.split(';')[0];
    const signed = { cookie: cookie ?? '' };
    const domain = { name: 'Home', domain: 'example.org' };
    expect((await post(`${admin}/domains`, domain)).status).toBe(401);
    const { id } = (await (await post(`${admin}/domains`, domain, signed)).json()) as { id: string };
    const service = {
      name: 'Media',
      subdomain: 'media',
      hostnameMode: 'subdomain',
      domainId: id,
      targetIp: '127.0.0.1',
      targetPort: await portOf('mediastorm'),
    };
    expect((await post(`${admin}/services`, service, signed)).status).toBe(200);
    const dashboard = await portOf('traefik', 'dashboard');
    await waitFor('Traefik to take it', async () => {
      const routers = (await (await fetch(`http://127.0.0.1:${dashboard}/api/http/routers`)).json()) as {
        name: string;
      }[];
      return routers.some(({ name }) => name === 'media@http');
    });
  });

  it('shows the token of the tunnel to nobody', async () => {
    const { Cloudflared: pid = 0 } = await demo.client.pids();
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    expect(command).not.toContain(token);
    expect(JSON.stringify(await demo.client.document())).not.toContain(token);
    const log = await demo.client.call('GET', '/logs?process_name=Cloudflared');
    expect(JSON.stringify(log.body)).not.toContain(token);
    const [metrics] = /127\.0\.0\.1:\d+/.exec(command) ?? [];
    expect(await (await fetch(`http://${metrics}/ready`)).json()).toMatchObject({ readyConnections: 1 });
  });

  it('refuses addresses of Authelia that do not belong together, and leaves what runs as it is', async () => {
    const { revision, document } = await demo.client.document();
    const next = { ...document, authelia: { ...document['authelia'], cookie_domain: 'example.net' } };
    const operation = await demo.client.operate({ kind: 'edit', document: next, baseRevision: revision });
    expect(operation.state).not.toBe('succeeded');
    expect(JSON.stringify(operation)).toContain('is not in example.net');
    const authelia = (await services()).find(({ serviceKey }) => serviceKey === 'authelia');
    expect(authelia?.status).toMatchObject({ state: 'running' });
    const { document: after } = await demo.client.document();
    expect(after['authelia']).toMatchObject({ cookie_domain: 'example.org' });
  });

  it('goes away without a trace: processes, ports, routes', async () => {
    const ports = await Promise.all(edge.filter((key) => key !== 'cloudflared').map((key) => portOf(key)));
    const { revision, document } = await demo.client.document();
    const off = Object.fromEntries(edge.map((key) => [key, { ...document[key], enabled: false }]));
    const operation = await demo.client.operate({
      kind: 'edit',
      document: { ...document, ...off },
      baseRevision: revision,
    });
    expect(operation.state, JSON.stringify(operation.problem)).toBe('succeeded');
    for (const port of ports) await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed');
    const running = (await services()).filter(({ status }) => status.state === 'running');
    expect(running.map(({ processName }) => processName).sort()).toEqual(['PostgreSQL', 'Traefik']);
    expect(existsSync(inRoot('config/traefik/dynamic/authelia.yml'))).toBe(false);
    expect(readFileSync(inRoot('config/traefik/traefik.yml'), 'utf8')).not.toContain('/api/traefik/config');
    expect((await demo.client.post<PlanView>('/api/native/plan', { kind: 'reconcile' })).steps).toEqual([]);
  });
});
