import { describe, expect, it } from 'vitest';
import { createFakeArr, createFakeHosts } from '../../stand-in-kit/arr/in-memory.ts';
import { arrPrograms } from '../../stand-in-kit/arr/programs.ts';
import { valuesOf } from '../../stand-in-kit/arr/providers.ts';
import { createConnectionContext } from '../../stand-in-kit/connection-context.ts';
import { arrApplication } from './arr-application.ts';
import { torznabIndexer } from './torznab-indexer.ts';

const url = 'http://127.0.0.1:9696';
const key = 'p'.repeat(32);
const sonarrKey = 's'.repeat(32);

function openWorld() {
  const hosts = createFakeHosts();
  const prowlarr = createFakeArr(arrPrograms.prowlarr, hosts, { url, apiKey: key });
  const sonarr = createFakeArr(arrPrograms.sonarr, hosts, { url: 'http://127.0.0.1:8989', apiKey: sonarrKey });
  for (const port of [8182, 8183]) {
    hosts.hosts.set(`http://127.0.0.1:${port}`, async (request) => {
      const isCaps = new URL(request.url).pathname === '/torznab/api';
      return { status: isCaps ? 200 : 404, headers: {}, body: '<caps></caps>', truncated: false };
    });
  }
  const values = { url, key, name: 'Zilean', torznab_url: 'http://127.0.0.1:8182/torznab', tag: 'decypharr' };
  const context = (over: Readonly<Record<string, string>> = {}) =>
    createConnectionContext({ values: { ...values, ...over }, self: { processName: 'Prowlarr' }, http: hosts.http });
  const connectSonarr = (tags: string) =>
    arrApplication.connect(
      createConnectionContext({
        values: {
          url,
          key,
          name: 'Sonarr (Default)',
          application: 'Sonarr',
          arr_url: 'http://127.0.0.1:8989',
          arr_key: sonarrKey,
          arr_api: '/api/v3',
          tags,
        },
        http: hosts.http,
      }),
    );
  return { prowlarr, sonarr, context, connectSonarr, indexers: () => prowlarr.store.all('indexer') };
}

describe('torznab-indexer', () => {
  it('makes the indexer with a tag and a sync profile, and follows its port', async () => {
    const { context, indexers } = openWorld();
    await torznabIndexer.connect(context());
    expect(indexers()).toEqual([
      expect.objectContaining({
        name: 'Zilean',
        implementation: 'Torznab',
        enable: true,
        priority: 25,
        appProfileId: 1,
        protocol: 'torrent',
        tags: [1],
      }),
    ]);
    await torznabIndexer.connect(context({ torznab_url: 'http://127.0.0.1:8183/torznab' }));
    expect(indexers()).toHaveLength(1);
    expect(valuesOf(indexers()[0] ?? {})).toMatchObject({ baseUrl: 'http://127.0.0.1:8183/torznab', apiPath: '/api' });
    expect(await torznabIndexer.isMade?.(context())).toBe(true);
    await torznabIndexer.disconnect(context());
    expect(indexers()).toEqual([]);
    expect(await torznabIndexer.isMade?.(context())).toBe(false);
  });

  it.each([
    ['decypharr', 1],
    ['infinidysk', 0],
    ['', 1],
  ])('reaches an application with the tags %j as Prowlarr hands indexers over', async (tags, count) => {
    const { context, connectSonarr, sonarr } = openWorld();
    await connectSonarr(tags);
    await torznabIndexer.connect(context());
    expect(sonarr.store.all('indexer').map(({ name }) => name)).toEqual(count === 0 ? [] : ['Zilean (Prowlarr)']);
  });

  it('tells when the indexer does not answer', async () => {
    const { context } = openWorld();
    await expect(torznabIndexer.connect(context({ torznab_url: 'http://127.0.0.1:8182/wrong' }))).rejects.toMatchObject(
      {
        code: 'connection.refused',
        message: 'Prowlarr did not take it: Indexer does not answer with its capabilities',
      },
    );
  });
});
