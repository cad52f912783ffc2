import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectionsAnswer, OperationView, PlanView } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { useDemo } from './harness/demo.ts';

/** What most people want, and nothing said about how the parts are to find each other. */
const cores = [
  { name: 'sonarr' },
  { name: 'radarr' },
  { name: 'prowlarr' },
  { name: 'seerr' },
  { name: 'plex' },
  { name: 'decypharr', debrid_service: 'RealDebrid', debrid_key: 'abc' },
];
const optionals = ['tautulli', 'bazarr'];

describe('a stack for a family, from one request', () => {
  const demo = useDemo();
  /** An Arr, as one of its own clients speaks to it. */
  const openArr = async (key: string) => {
    const { services } = await demo.client.stack();
    const portOf = (service: string) => services.find(({ serviceKey }) => serviceKey === service)?.ports[0]?.port;
    const config = readFileSync(join(demo.showrunner.dataRoot, key, 'default/config.xml'), 'utf8');
    const apiKey = /<ApiKey>([^<]+)</.exec(config)?.[1] ?? '';
    const ask = async (path: string, method = 'GET'): Promise<unknown> => {
      const url = `http://127.0.0.1:${portOf(key)}/api/v3/${path}`;
      const text = await (await fetch(url, { method, headers: { 'x-api-key': apiKey } })).text();
      return text === '' ? undefined : JSON.parse(text);
    };
    return { ask, portOf };
  };

  it('comes to healthy, and everybody knows whom to ask', async () => {
    const answer = await demo.client.call('POST', '/process/start-core-service', {
      core_services: cores,
      optional_services: optionals,
    });
    expect(answer).toMatchObject({ status: 200, body: { errors: [] } });
    const { operations } = await demo.client.get<{ operations: OperationView[] }>('/api/native/operations');
    const connected = operations[0]?.steps.filter(({ kind }) => kind === 'connect') ?? [];
    expect(connected.map(({ state, title }) => `${state}: ${title}`).sort()).toEqual([
      'done: Add Radarr to Prowlarr',
      'done: Add Radarr to Seerr',
      'done: Add Sonarr to Prowlarr',
      'done: Add Sonarr to Seerr',
      'done: Let Bazarr find subtitles for Radarr',
      'done: Let Bazarr find subtitles for Sonarr',
      'done: Make Decypharr the download client of Radarr',
      'done: Make Decypharr the download client of Sonarr',
    ]);
  });

  it.each(['sonarr', 'radarr'])('has told %s where it downloads and where its library is', async (key) => {
    const { ask, portOf } = await openArr(key);
    const field = (name: string, value: unknown) => expect.objectContaining({ name, value });
    expect(await ask('downloadclient')).toMatchObject([
      {
        enable: true,
        implementation: 'QBittorrent',
        fields: expect.arrayContaining([field('host', '127.0.0.1'), field('port', portOf('decypharr'))]),
      },
    ]);
    expect(await ask('rootfolder')).toMatchObject([{ accessible: true }]);
  });

  it('makes a download client again that somebody deletes, and leaves it out when it is deleted once more', async () => {
    const { ask } = await openArr('sonarr');
    const clients = async () => (await ask('downloadclient')) as { id: number; name: string }[];
    const check = async () => {
      const { connections } = await demo.client.post<ConnectionsAnswer>('/api/native/connections/check');
      return connections.find(({ title }) => title === 'Make Decypharr the download client of Sonarr');
    };
    const before = await demo.client.pids();
    const [made] = await clients();
    await ask(`downloadclient/${made?.id}`, 'DELETE');
    expect(await clients()).toEqual([]);
    expect(await check()).toMatchObject({ state: 'made', message: 'It was missing, and was made again.' });
    const [again] = await clients();
    expect(again).toMatchObject({ name: made?.name });
    expect(await demo.client.pids()).toEqual(before);

    await ask(`downloadclient/${again?.id}`, 'DELETE');
    const left = await check();
    expect(left).toMatchObject({ state: 'left-out' });
    expect(await clients()).toEqual([]);
    const asked = await demo.client.operate({ kind: 'reconnect', connections: [left?.key] });
    expect(asked).toMatchObject({ state: 'succeeded', title: 'Make a connection again' });
    expect(await clients()).toMatchObject([{ name: made?.name }]);
  });

  it('has nothing left to do when it is asked for again', async () => {
    const again = await demo.client.post<PlanView>('/api/native/plan', { kind: 'compose', cores, optionals });
    expect(again).toMatchObject({ empty: true, steps: [] });
  });
});
