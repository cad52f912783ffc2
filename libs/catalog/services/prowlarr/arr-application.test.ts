import { describe, expect, it } from 'vitest';
import { createFakeArr, createFakeHosts } from '../../stand-in-kit/arr/in-memory.ts';
import { arrPrograms } from '../../stand-in-kit/arr/programs.ts';
import { valuesOf } from '../../stand-in-kit/arr/providers.ts';
import { createConnectionContext } from '../../stand-in-kit/connection-context.ts';
import { arrApplication } from './arr-application.ts';

const url = 'http://127.0.0.1:9696';
const keys = { prowlarr: 'p'.repeat(32), arr: 'a'.repeat(32) };

function openWorld(key: 'sonarr' | 'whisparr' | 'lidarr' = 'sonarr', change: Readonly<Record<string, string>> = {}) {
  const hosts = createFakeHosts();
  const program = arrPrograms[key];
  const arrUrl = `http://127.0.0.1:${program.defaultPort}`;
  const prowlarr = createFakeArr(arrPrograms.prowlarr, hosts, { url, apiKey: keys.prowlarr });
  const arr = createFakeArr(program, hosts, { url: arrUrl, apiKey: keys.arr });
  const values = {
    url,
    key: keys.prowlarr,
    name: `${program.name} (Default)`,
    application: program.name,
    arr_url: arrUrl,
    arr_key: keys.arr,
    arr_api: program.api,
    tags: '',
    ...change,
  };
  const context = (over: Readonly<Record<string, string>> = {}) =>
    createConnectionContext({
      values: { ...values, ...over },
      self: { processName: 'Prowlarr' },
      peer: { processName: program.name },
      http: hosts.http,
    });
  const applications = () => prowlarr.store.all('applications');
  return { ...hosts, prowlarr, arr, context, applications };
}

describe('arr-application', () => {
  it('makes the application, and a second time changes nothing but the key, which comes back masked', async () => {
    const { context, applications, calls } = openWorld();
    await arrApplication.connect(context());
    expect(applications()).toEqual([
      expect.objectContaining({
        name: 'Sonarr (Default)',
        implementation: 'Sonarr',
        configContract: 'SonarrSettings',
        syncLevel: 'fullSync',
        tags: [],
      }),
    ]);
    const [first] = applications();
    expect(valuesOf(first ?? {})).toMatchObject({
      prowlarrUrl: url,
      baseUrl: 'http://127.0.0.1:8989',
      apiKey: keys.arr,
      syncCategories: expect.arrayContaining([5000]) as unknown,
    });
    calls.length = 0;
    await arrApplication.connect(context());
    expect(applications()).toEqual([first]);
    expect(calls.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('moves with the port of the Arr, and keeps what a person has chosen', async () => {
    const { context, applications, prowlarr, hosts, arr } = openWorld();
    await arrApplication.connect(context());
    const mine = await prowlarr.store.insert('tag', { label: 'mine' });
    const [before] = applications();
    if (before === undefined) throw new Error('there is no application');
    await prowlarr.store.replace('applications', { ...before, syncLevel: 'addOnly', tags: [mine.id] });
    hosts.set('http://127.0.0.1:8990', arr.respond);
    await arrApplication.connect(context({ arr_url: 'http://127.0.0.1:8990', tags: 'decypharr' }));
    expect(applications()).toEqual([
      expect.objectContaining({ id: before.id, syncLevel: 'addOnly', tags: [mine.id, 2] }),
    ]);
    expect(valuesOf(applications()[0] ?? {})).toMatchObject({ baseUrl: 'http://127.0.0.1:8990', apiKey: keys.arr });
    // The tag goes with the workflow; the person's own stays.
    await arrApplication.connect(context({ arr_url: 'http://127.0.0.1:8990' }));
    expect(applications()[0]?.['tags']).toEqual([mine.id]);
  });

  it('takes over an application that a person has made for the same Arr', async () => {
    const { context, applications } = openWorld();
    await arrApplication.connect(context({ name: 'My Sonarr' }));
    await arrApplication.connect(context());
    expect(applications().map(({ name }) => name)).toEqual(['Sonarr (Default)']);
  });

  it('says that tagged applications get only indexers with that tag (DUMB issue 139)', async () => {
    const { applications, prowlarr, context } = openWorld();
    const tagged = context({ tags: 'decypharr,infinidysk' });
    await arrApplication.connect(tagged);
    expect(prowlarr.store.all('tag').map(({ label }) => label)).toEqual(['decypharr', 'infinidysk']);
    expect(applications()[0]?.['tags']).toEqual([1, 2]);
    expect(tagged.lines).toEqual(['Sonarr gets only the indexers that have the tag decypharr or infinidysk.']);
  });

  it('lets Whisparr ask for films and shows as well (Prowlarr issue 1897), and speaks to Lidarr by its own path', async () => {
    const whisparr = openWorld('whisparr');
    await arrApplication.connect(whisparr.context());
    expect(valuesOf(whisparr.applications()[0] ?? {})['syncCategories']).toEqual(
      expect.arrayContaining([6000, 2000, 5000]),
    );
    const lidarr = openWorld('lidarr');
    await arrApplication.connect(lidarr.context());
    expect(lidarr.calls.some((call) => call.url === 'http://127.0.0.1:8686/api/v1/system/status')).toBe(true);
  });

  it('removes its application and no other', async () => {
    const { context, applications } = openWorld();
    await arrApplication.connect(context());
    await arrApplication.disconnect(context({ name: 'Sonarr (Anime)' }));
    expect(applications()).toHaveLength(1);
    expect(await arrApplication.isMade?.(context({ name: 'renamed by a person' }))).toBe(true);
    await arrApplication.disconnect(context({ name: 'sonarr (default)' }));
    expect(applications()).toEqual([]);
    expect(await arrApplication.isMade?.(context())).toBe(false);
  });

  it.each([
    ['its own key', { key: 'wrong' }, 'Prowlarr does not take the API key'],
    ['the key of the Arr', { arr_key: 'wrong' }, 'Sonarr does not take the API key'],
    [
      'an application that Prowlarr does not know',
      { application: 'Readarr' },
      'This version of Prowlarr does not know Readarr',
    ],
  ])('tells when %s is wrong', async (_what, change, message) => {
    const { context, applications } = openWorld('sonarr', change);
    await expect(arrApplication.connect(context())).rejects.toMatchObject({
      code: 'connection.refused',
      message: expect.stringContaining(message) as string,
    });
    expect(applications()).toEqual([]);
  });
});
