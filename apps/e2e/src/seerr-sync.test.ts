import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { useDemo } from './harness/demo.ts';
import { waitFor } from './harness/wait-for.ts';

type Place = 'Home' | 'Attic';
interface DocumentFile {
  readonly seerr: { readonly instances: Readonly<Record<string, { readonly port: number }>> };
}

describe('a home whose requests are copied to another Seerr', () => {
  const demo = useDemo();
  const inRoot = (path: string): string => join(demo.showrunner.dataRoot, path);
  const portOf = (place: Place): number => {
    const document = JSON.parse(readFileSync(inRoot('config/dumb_config.json'), 'utf8')) as DocumentFile;
    return document.seerr.instances[place]?.port ?? 0;
  };
  const keyOf = (place: Place): string => {
    const text = readFileSync(inRoot(`seerr/${place.toLowerCase()}/config/settings.json`), 'utf8');
    return (JSON.parse(text) as { main: { apiKey: string } }).main.apiKey;
  };
  const seerr = async (place: Place, method: string, path: string, body?: object) => {
    const response = await fetch(`http://127.0.0.1:${portOf(place)}/api/v1${path}`, {
      method,
      headers: { 'x-api-key': keyOf(place), 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
  };
  const films = async (place: Place): Promise<readonly number[]> => {
    const { body } = await seerr(place, 'GET', '/request?take=100&sortDirection=asc');
    return (body['results'] as { media: { tmdbId: number } }[]).map(({ media }) => media.tmdbId);
  };
  const ask = (mediaId: number) => seerr('Home', 'POST', '/request', { mediaType: 'movie', mediaId });
  const poll = () => demo.client.post('/api/native/seerr-sync/run');

  beforeAll(async () => {
    const cores = ['Home', 'Attic'].map((name) => ({ name: 'seerr', instance_name: name }));
    expect(await demo.client.call('POST', '/process/start-core-service', { core_services: cores })).toMatchObject({
      status: 200,
    });
    for (const place of ['Home', 'Attic'] as const)
      expect(await seerr(place, 'POST', '/auth/plex', { authToken: 'owner' })).toMatchObject({ status: 200 });
  });

  it('says that it is off, and what is missing once it is on', async () => {
    expect(await demo.client.get('/seerr-sync/status')).toEqual({ enabled: false, status: 'disabled' });
    await demo.client.post('/config/', { updates: { seerr_sync: { enabled: true, poll_interval_seconds: '10' } } });
    expect(await demo.client.get('/seerr-sync/status')).toMatchObject({
      enabled: true,
      status: 'error',
      errors: [expect.stringContaining('no primary'), expect.stringContaining('no subordinate')],
    });
  });

  it('tries a server with its key, and says which of the two is wrong', async () => {
    const test = (port: number, key: string) =>
      demo.client.call('POST', '/seerr-sync/test', { url: `http://127.0.0.1:${port}`, api_key: key });
    expect(await test(portOf('Home'), keyOf('Home'))).toMatchObject({ status: 200, body: { ok: true } });
    expect(await test(portOf('Home'), keyOf('Attic'))).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('refuses the API key') },
    });
    expect(await test(1, keyOf('Home'))).toMatchObject({ status: 400, body: { detail: expect.any(String) } });
  });

  it('copies by itself as soon as each Seerr has its part, without a restart of any', async () => {
    expect(await ask(603)).toMatchObject({ status: 201 });
    const before = await demo.client.pids();
    for (const [place, role] of [
      ['Home', 'primary'],
      ['Attic', 'subordinate'],
    ] as const) {
      const body = { process_name: `Seerr ${place}`, updates: { sync_role: role }, persist: true };
      expect(await demo.client.call('POST', '/config/', body)).toMatchObject({ status: 200 });
    }
    await waitFor('the request to arrive', async () => (await films('Attic')).length === 1);
    expect(await demo.client.pids()).toEqual(before);
    const status = await waitFor('the poll to be told', async () => {
      const answer = await demo.client.get<{ status: string }>('/seerr-sync/status');
      return answer.status === 'active' && answer;
    });
    expect(status).toMatchObject({
      poll_interval_seconds: 10,
      total_requests_tracked: 1,
      total_failed: 0,
      subordinates: { 'internal:Attic': { synced: 1 } },
    });
    expect(statSync(inRoot('config/seerr_sync_state.json')).mode & 0o777).toBe(0o600);
  });

  it('shows what it would do before it does it', async () => {
    await demo.client.post('/api/native/seerr-sync/pause', { isPaused: true });
    await ask(604);
    expect(await demo.client.post('/api/native/seerr-sync/preview')).toEqual({
      held: 0,
      steps: [{ subordinate: 'internal:Attic', kind: 'create', fingerprint: 'movie:604:False' }],
    });
    expect(await films('Attic')).toEqual([603]);
    await demo.client.post('/api/native/seerr-sync/pause', { isPaused: false });
    await poll();
    expect(await films('Attic')).toEqual([603, 604]);
  });

  it('loses and doubles nothing when the control plane is killed in the middle of it', async () => {
    const wanted = Array.from({ length: 60 }, (_, index) => 1000 + index);
    for (const id of wanted) await ask(id);
    const polled = poll().catch(() => undefined); // its connection ends with the control plane
    await waitFor('some of them to arrive', async () => (await films('Attic')).length > 5);
    await demo.showrunner.kill();
    await polled;
    await demo.showrunner.startAgain();
    await waitFor('all of them to arrive', async () => (await films('Attic')).length >= 62);
    const arrived = await films('Attic');
    expect([...arrived].sort((a, b) => a - b)).toEqual([603, 604, ...wanted]);
    const { requests } = await waitFor('all of them to be noted', async () => {
      const state = await demo.client.get<{ requests: Record<string, { subordinates: object }> }>('/seerr-sync/state');
      return Object.keys(state.requests).length === 62 && state;
    });
    expect(JSON.stringify(requests)).not.toContain('adopted');
  });

  it('removes what is gone after two polls that agree, and nothing while a Seerr is down', async () => {
    await demo.client.post('/process/stop-service', { process_name: 'Seerr Home' });
    await poll();
    await poll();
    await poll();
    expect(await films('Attic')).toHaveLength(62);
    expect(await demo.client.get('/seerr-sync/status')).toMatchObject({ status: 'error' });
    await demo.client.post('/process/start-service', { process_name: 'Seerr Home' });
    const { body } = await seerr('Home', 'GET', '/request?take=1&sortDirection=asc');
    const [first] = body['results'] as { id: number }[];
    await seerr('Home', 'DELETE', `/request/${first?.id}`);
    await poll();
    await poll();
    await waitFor('the removal to arrive', async () => !(await films('Attic')).includes(603));
  });
});
