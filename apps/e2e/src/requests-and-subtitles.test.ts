import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanView } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { useDemo } from './harness/demo.ts';
import { waitFor } from './harness/wait-for.ts';

interface DocumentFile {
  readonly seerr: { readonly instances: Readonly<Record<string, { readonly port: number }>> };
  readonly sonarr: { readonly instances: Readonly<Record<string, { readonly port: number }>> };
  readonly bazarr: { readonly port: number };
  readonly maintainerr: { readonly port: number };
  readonly pulsarr: { readonly port: number };
}

const request = {
  core_services: [
    { name: 'seerr', instance_name: 'Default', service_options: { seerr: { postgres_enabled: true } } },
    { name: 'seerr', instance_name: 'Kids' },
  ],
  optional_services: ['bazarr', 'pulsarr', 'maintainerr'],
};

describe('a home that asks for films, wants subtitles and tidies up', () => {
  const demo = useDemo();
  const document = () =>
    JSON.parse(readFileSync(join(demo.showrunner.dataRoot, 'config/dumb_config.json'), 'utf8')) as DocumentFile;
  const inRoot = (path: string): string => join(demo.showrunner.dataRoot, path);

  /** A call to one of the two Seerrs, with the key that it has made itself. */
  const seerr = async (instance: 'Default' | 'Kids', method: string, path: string, body?: object) => {
    const file = inRoot(`seerr/${instance.toLowerCase()}/config/settings.json`);
    const { main } = JSON.parse(readFileSync(file, 'utf8')) as { main: { apiKey: string } };
    const port = document().seerr.instances[instance]?.port;
    const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
      method,
      headers: { 'x-api-key': main.apiKey, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('has two Seerrs, Bazarr, Pulsarr and Maintainerr built, set up and healthy, with the database that one needs', async () => {
    const answer = await demo.client.call('POST', '/process/start-core-service', request);
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200, body: { errors: [] } });
    const { services } = await demo.client.stack();
    const running = services.filter(({ status }) => status.state === 'running' && status.health === 'healthy');
    expect(running.map(({ processName }) => processName).sort()).toEqual(
      ['Bazarr', 'Maintainerr', 'PostgreSQL', 'Pulsarr', 'Seerr', 'Seerr Kids'].sort(),
    );
    const { instances } = document().seerr;
    expect(instances['Default']?.port).not.toBe(instances['Kids']?.port);
  });

  it('plans nothing when it asks again', async () => {
    const plan = await demo.client.post<PlanView>('/api/native/plan', {
      kind: 'compose',
      cores: request.core_services,
      optionals: request.optional_services,
    });
    expect(plan.steps).toEqual([]);
  });

  it('keeps what each Seerr was asked for apart, and through a restart', async () => {
    for (const instance of ['Default', 'Kids'] as const)
      expect(await seerr(instance, 'POST', '/auth/plex', { authToken: 'owner' })).toMatchObject({ status: 200 });
    expect(await seerr('Default', 'POST', '/request', { mediaType: 'movie', mediaId: 603 })).toMatchObject({
      status: 201,
      body: { status: 2 },
    });
    expect(await demo.client.call('POST', '/process/restart-service', { process_name: 'Seerr' })).toMatchObject({
      status: 200,
    });
    const again = await waitFor('Seerr to answer', () => seerr('Default', 'GET', '/request'));
    expect(again.body['pageInfo']).toMatchObject({ results: 1 });
    expect((await seerr('Kids', 'GET', '/request')).body['pageInfo']).toMatchObject({ results: 0 });
  });

  it('keeps what a person sets in the file of Bazarr, and ends its child with it', async () => {
    const file = inRoot('bazarr/data/config/config.yaml');
    expect(await demo.client.call('POST', '/process/stop-service', { process_name: 'Bazarr' })).toMatchObject({
      status: 200,
    });
    const { port } = document().bazarr;
    await expect(fetch(`http://127.0.0.1:${port}/api/system/ping`)).rejects.toThrow('fetch failed');
    writeFileSync(file, readFileSync(file, 'utf8').replace('page_size: 25', 'page_size: 50'));
    expect(await demo.client.call('POST', '/process/start-service', { process_name: 'Bazarr' })).toMatchObject({
      status: 200,
    });
    expect((await fetch(`http://127.0.0.1:${port}/api/system/ping`)).status).toBe(200);
    expect(readFileSync(file, 'utf8')).toContain('page_size: 50');
  });

  it('serves the pages of Pulsarr and Maintainerr, each in the version that it has', async () => {
    const { pulsarr, maintainerr } = document();
    const page = async (port: number) =>
      waitFor('the page', async () => (await fetch(`http://127.0.0.1:${port}/`)).text());
    expect(await page(pulsarr.port)).toContain('Pulsarr');
    expect(await page(maintainerr.port)).toContain('Version 3.24.0');
    expect(readFileSync(inRoot('pulsarr/data/logs/pulsarr.log'), 'utf8')).toContain('Server listening');
  });

  it('hands requests and subtitles to a Sonarr that joins, as soon as that has a library', async () => {
    const library = inRoot('shows');
    mkdirSync(library);
    chmodSync(library, 0o777);
    const joined = demo.client.operate({ kind: 'compose', cores: [{ name: 'sonarr' }], optionals: [] });
    // While the others wait for it, its owner adds the folder, as on its own page.
    await waitFor('Sonarr to take a folder', async () => {
      const key = /<ApiKey>([^<]+)</.exec(readFileSync(inRoot('sonarr/default/config.xml'), 'utf8'))?.[1] ?? '';
      const port = document().sonarr.instances['Default']?.port;
      const response = await fetch(`http://127.0.0.1:${port}/api/v3/rootfolder`, {
        method: 'POST',
        headers: { 'x-api-key': key, 'content-type': 'application/json' },
        body: JSON.stringify({ path: library }),
      });
      return response.status === 201;
    });
    expect(await joined).toMatchObject({ state: 'succeeded' });
    for (const instance of ['Default', 'Kids'] as const) {
      const { body } = await seerr(instance, 'GET', '/settings/sonarr');
      expect(body).toMatchObject([{ name: 'Sonarr', activeDirectory: library, isDefault: true }]);
    }
    expect(readFileSync(inRoot('bazarr/data/config/config.yaml'), 'utf8')).toContain('use_sonarr: true');
    expect(await demo.client.post<PlanView>('/api/native/plan', { kind: 'reconcile' })).toMatchObject({ steps: [] });
  });
});
