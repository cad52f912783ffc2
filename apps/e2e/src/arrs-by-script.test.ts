import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanView } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { useDemo } from './harness/demo.ts';

interface Application {
  readonly name: string;
  readonly implementation: string;
  readonly tags: readonly number[];
  readonly fields: readonly { readonly name: string; readonly value?: unknown }[];
}

const cores = [
  { name: 'sonarr' },
  { name: 'radarr', service_options: { radarr: { postgres_enabled: true } } },
  { name: 'prowlarr' },
];

describe('a script that asks for Sonarr, Radarr and Prowlarr', () => {
  const demo = useDemo();

  const configOf = (key: string) => join(demo.showrunner.dataRoot, key, 'default/config.xml');
  const keyOf = (key: string) => /<ApiKey>([^<]+)</.exec(readFileSync(configOf(key), 'utf8'))?.[1] ?? '';
  const portOf = async (name: string) => {
    const { services } = await demo.client.stack();
    return services.find(({ processName }) => processName === name)?.ports[0]?.port ?? 0;
  };
  const ask = async <T>(key: string, name: string, path: string): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${await portOf(name)}${path}`, {
      headers: { 'x-api-key': keyOf(key) },
    });
    expect(response.status).toBe(200);
    return (await response.json()) as T;
  };
  const applications = async () => {
    const found = await ask<Application[]>('prowlarr', 'Prowlarr', '/api/v1/applications');
    return found
      .map(({ name, fields }) => [name, fields.find((field) => field.name === 'baseUrl')?.value])
      .sort(([a], [b]) => String(a).localeCompare(String(b)));
  };
  const plan = () => demo.client.post<PlanView>('/api/native/plan', { kind: 'reconcile' });

  it('gets all of them healthy and talking to each other', async () => {
    const answer = await demo.client.call('POST', '/process/start-core-service', {
      core_services: cores,
      optional_services: [],
    });
    expect(answer).toMatchObject({ status: 200, body: { errors: [] } });
    const { services } = await demo.client.stack();
    const healthy = services.filter(({ status }) => status.state === 'running' && status.health === 'healthy');
    expect(healthy.map(({ processName }) => processName).sort()).toEqual([
      'PostgreSQL',
      'Prowlarr',
      'Radarr',
      'Sonarr',
    ]);
    expect(await applications()).toEqual([
      ['Radarr (Default)', `http://127.0.0.1:${await portOf('Radarr')}`],
      ['Sonarr (Default)', `http://127.0.0.1:${await portOf('Sonarr')}`],
    ]);
  });

  it('finds each with the database that was asked for', async () => {
    const database = async (key: string, name: string) =>
      (await ask<{ databaseType: string }>(key, name, '/api/v3/system/status')).databaseType;
    expect(await database('sonarr', 'Sonarr')).toBe('sqLite');
    expect(await database('radarr', 'Radarr')).toBe('postgreSQL');
  });

  it('plans nothing when it asks again', async () => {
    expect((await plan()).steps).toEqual([]);
    const again = await demo.client.post<PlanView>('/api/native/plan', { kind: 'compose', cores, optionals: [] });
    expect(again.steps).toEqual([]);
  });

  it('shows what is connected, and no key', async () => {
    const { operations } = await demo.client.get<{ operations: { steps: { kind: string; title: string }[] }[] }>(
      '/api/native/operations',
    );
    const titles = operations.flatMap(({ steps }) =>
      steps.filter(({ kind }) => kind === 'connect').map(({ title }) => title),
    );
    expect(titles).toEqual(expect.arrayContaining(['Add Sonarr to Prowlarr', 'Add Radarr to Prowlarr']));
    expect(JSON.stringify(operations)).not.toContain(keyOf('sonarr'));
  });

  it('tells Prowlarr of a port that moves, and of a key that a person has changed', async () => {
    const { revision, document } = await demo.client.document();
    const sonarr = document['sonarr'] as { instances: Record<string, object> };
    const moved = {
      ...sonarr,
      instances: { ...sonarr.instances, Default: { ...sonarr.instances['Default'], port: 8999 } },
    };
    const done = await demo.client.operate({
      kind: 'edit',
      document: { ...document, sonarr: moved },
      basedOn: revision,
    });
    expect(done.problem).toBeUndefined();
    expect((await applications())[1]).toEqual(['Sonarr (Default)', 'http://127.0.0.1:8999']);

    const own = 'a-key-of-my-own-0123456789';
    writeFileSync(configOf('sonarr'), readFileSync(configOf('sonarr'), 'utf8').replace(keyOf('sonarr'), own));
    expect((await demo.client.operate({ kind: 'reconcile' })).state).toBe('succeeded');
    expect(keyOf('sonarr')).toBe(own);
    expect((await plan()).steps).toEqual([]);
    expect((await fetch('http://127.0.0.1:8999/api/v3/system/status', { headers: { 'x-api-key': own } })).status).toBe(
      200,
    );
  });

  it('leaves no link behind when one of them goes', async () => {
    const { revision, document } = await demo.client.document();
    const radarr = document['radarr'] as { instances: Record<string, object> };
    const off = {
      ...radarr,
      instances: { ...radarr.instances, Default: { ...radarr.instances['Default'], enabled: false } },
    };
    const done = await demo.client.operate({ kind: 'edit', document: { ...document, radarr: off }, basedOn: revision });
    expect(done.problem).toBeUndefined();
    expect(await applications()).toEqual([['Sonarr (Default)', 'http://127.0.0.1:8999']]);
    expect((await plan()).steps).toEqual([]);
  });
});
