import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '@showrunner/contracts';
import { film, refusal, trackWorlds } from '../testing/world.ts';
const worlds = trackWorlds();
afterEach(() => worlds.close());

describe('removals', () => {
  async function openWithFilms(count: number, options: JsonObject = {}) {
    const world = await worlds.open(['home', 'attic'], options);
    const home = world.server('home');
    for (let id = 1; id <= count; id++) await home.ask('POST', '/request', film(id));
    return { world, home, attic: world.server('attic'), sync: await world.open() };
  }

  it('need two polls that agree', async () => {
    const { home, attic, sync } = await openWithFilms(3);
    await home.ask('DELETE', '/request/2');
    await sync.runNow();
    expect(attic.titles()).toHaveLength(3);
    await sync.runNow();
    expect(attic.titles()).toEqual(['movie 1 2', 'movie 3 2']);
  });

  it.each([
    ['a page that fails', refusal(500, 'database is locked')],
    ['a list that is none', { status: 200, headers: {}, body: '<html>', truncated: false }],
    [
      'an empty list that contradicts its count',
      {
        status: 200,
        headers: {},
        body: JSON.stringify({ pageInfo: { results: 3 }, results: [] }),
        truncated: false,
      },
    ],
    ['no answer', 'down' as const],
  ])('never follow from %s', async (_what, answer) => {
    const { home, attic, sync } = await openWithFilms(3);
    home.fault = ({ path }) => (path === '/request' ? answer : undefined);
    for (let poll = 0; poll < 4; poll++) await sync.runNow();
    expect(attic.titles()).toHaveLength(3);
    expect(sync.status().state).toBe('error');
    home.fault = undefined;
    await sync.runNow();
    expect(sync.status()).toMatchObject({ state: 'active', tracked: 3 });
  });

  it('never follow from the second page that fails after a restart', async () => {
    const { world, home, attic, sync } = await openWithFilms(150);
    for (let turn = 0; sync.status().tracked < 150 && turn < 5; turn++) await sync.runNow();
    await world.kill();
    let pages = 0;
    home.fault = ({ path }) => (path === '/request' && ++pages % 2 === 0 ? refusal(502, 'bad gateway') : undefined);
    const next = await world.open();
    await next.runNow();
    await next.runNow();
    expect(attic.titles()).toHaveLength(150);
    expect(next.status()).toMatchObject({ state: 'error', errors: ['The primary: HTTP 502: bad gateway'] });
  });

  it('do not follow from a status that is not copied', async () => {
    const { home, attic, sync } = await openWithFilms(1);
    await home.ask('POST', '/request/1/decline');
    for (let poll = 0; poll < 3; poll++) await sync.runNow();
    expect(attic.titles()).toEqual(['movie 1 2']);
  });

  it('do not follow from a title that the primary merely hides', async () => {
    const { home, attic, sync } = await openWithFilms(2);
    const [media] = home.data.media;
    if (media !== undefined) media.status = 6; // blocked: no list shows it
    for (let poll = 0; poll < 4; poll++) await sync.runNow();
    expect(attic.titles()).toHaveLength(2);
  });

  it('stay on the list until they have succeeded', async () => {
    const { home, attic, sync } = await openWithFilms(2);
    await home.ask('DELETE', '/request/1');
    attic.fault = ({ method }) => (method === 'DELETE' ? refusal(500, 'busy') : undefined);
    for (let poll = 0; poll < 3; poll++) await sync.runNow();
    expect(sync.failures()).toMatchObject([{ fingerprint: 'movie:1:False', error: expect.stringContaining('busy') }]);
    attic.fault = undefined;
    await sync.runNow();
    expect(attic.titles()).toEqual(['movie 2 2']);
    expect(sync.status()).toMatchObject({ tracked: 1, failed: 0 });
  });

  it('wait for a person where there are many at once', async () => {
    const { home, attic, sync } = await openWithFilms(12);
    for (let id = 1; id <= 11; id++) await home.ask('DELETE', `/request/${id}`);
    for (let poll = 0; poll < 4; poll++) await sync.runNow();
    expect(attic.titles()).toHaveLength(12);
    expect(sync.status()).toMatchObject({ held: 11 });
    await sync.confirmRemovals();
    expect(attic.titles()).toEqual(['movie 12 2']);
    expect(sync.status()).toMatchObject({ held: 0, tracked: 1 });
  });

  it('do not happen where they are switched off, nor for what was there before us', async () => {
    const off = await openWithFilms(2, { sync_deletes: false });
    await off.home.ask('DELETE', '/request/1');
    for (let poll = 0; poll < 3; poll++) await off.sync.runNow();
    expect(off.attic.titles()).toHaveLength(2);

    const world = await worlds.open(['home', 'attic']);
    await world.server('attic').ask('POST', '/request', film(7));
    await world.server('home').ask('POST', '/request', film(7));
    const sync = await world.open();
    await world.server('home').ask('DELETE', '/request/1');
    for (let poll = 0; poll < 3; poll++) await sync.runNow();
    expect(world.server('attic').titles()).toEqual(['movie 7 2']);
    expect(sync.status().tracked).toBe(0);
  });

  it('do not follow from another primary', async () => {
    const { world, attic, sync } = await openWithFilms(3);
    await sync.close();
    const { url, key } = attic;
    // The attic takes the lead: what it never asked for is not removed anywhere.
    const home = world.server('home');
    world.block['external_primary'] = { enabled: true, url, api_key: key };
    world.block['external_subordinates'] = [{ url: home.url, api_key: home.key }];
    const next = await world.open();
    for (let poll = 0; poll < 3; poll++) await next.runNow();
    expect(home.titles()).toHaveLength(3);
  });
});
