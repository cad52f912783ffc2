import { afterEach, describe, expect, it } from 'vitest';
import { film, show, statePath, trackWorlds } from '../testing/world.ts';
const worlds = trackWorlds();
afterEach(() => worlds.close());

/** Permission bit: may ask for titles. */
const request = 32;

describe('requests of the primary', () => {
  it('come to every subordinate, with their seasons and in 4K, and a second poll changes nothing', async () => {
    const world = await worlds.open(['home', 'attic', 'cabin']);
    const home = world.server('home');
    await home.ask('POST', '/request', film(603));
    await home.ask('POST', '/request', film(603, { is4k: true }));
    await home.ask('POST', '/request', show(1399, [1, 2]));
    const sync = await world.open();
    const wanted = ['movie 603 2', 'movie 603 4K 2', 'tv 1399 [1 2] 2'];
    expect(world.server('attic').titles()).toEqual(wanted);
    expect(world.server('cabin').titles()).toEqual(wanted);
    expect(sync.status()).toMatchObject({ state: 'active', tracked: 3, failed: 0, lastPoll: '2026-03-01T12:00:00Z' });
    world.server('attic').calls.length = 0;
    home.calls.length = 0;
    await sync.runNow();
    expect(world.server('attic').calls).toEqual([]);
    expect(home.calls).toHaveLength(2);
  });

  it('cost as many calls as there are changes, of ten thousand', async () => {
    const world = await worlds.open(['home', 'attic']);
    const home = world.server('home');
    const attic = world.server('attic');
    for (const server of [home, attic]) server.fill(10_000);
    const requests = Object.fromEntries(
      home.data.requests.map(({ id }) => [
        `movie:${id}:False`,
        { primary_id: id, subordinates: { [attic.url]: { id, status: 2, synced_at: '2026-02-28T12:00:00Z' } } },
      ]),
    );
    await world.files.write(statePath, JSON.stringify({ last_poll_ts: '2026-02-28T12:00:00Z', requests, failed: {} }));
    const sync = await world.open();
    expect(sync.status()).toMatchObject({ tracked: 10_000, errors: [] });
    home.calls.length = 0;
    attic.calls.length = 0;
    await home.ask('POST', '/request', film(10_001));
    await home.ask('DELETE', '/request/5000');
    await sync.runNow();
    await sync.runNow();
    // The first of the two polls looks for what is gone by halves; the second one asks for it once more by its id.
    expect(home.calls.length).toBeLessThanOrEqual(2 * 2 + Math.ceil(Math.log2(10_000 / 100)) + 3);
    expect(attic.calls.filter((call) => !call.startsWith('GET'))).toEqual(['POST /request', 'DELETE /request/5000']);
  });

  it('are approved and declined there when they are here', async () => {
    const world = await worlds.open(['home', 'attic'], { sync_declined: true, user_mapping: 'email_match' });
    const [home, attic] = [world.server('home'), world.server('attic')];
    const ann = await home.addUser('ann@home.test', request);
    await attic.addUser('Ann@Home.test', request);
    await home.ask('POST', '/request', film(603), ann);
    await home.ask('POST', '/request', film(604), ann);
    const sync = await world.open();
    expect(attic.titles()).toEqual(['movie 603 1', 'movie 604 1']);
    expect(attic.data.requests.map(({ requestedById }) => requestedById)).toEqual([2, 2]);
    await home.ask('POST', '/request/1/approve');
    await home.ask('POST', '/request/2/decline');
    await sync.runNow();
    expect(attic.titles()).toEqual(['movie 603 2', 'movie 604 3']);
  });

  it('wait for the approval of the primary where that is wanted, as the key would approve them at once', async () => {
    const world = await worlds.open(['home', 'attic'], { wait_for_approval: true });
    const [home, attic] = [world.server('home'), world.server('attic')];
    const ann = await home.addUser('ann@home.test', request);
    await home.ask('POST', '/request', film(603), ann);
    const sync = await world.open();
    expect(attic.titles()).toEqual([]);
    await home.ask('POST', '/request/1/approve');
    await sync.runNow();
    expect(attic.titles()).toEqual(['movie 603 2']);
  });

  it('bring seasons that are asked for later', async () => {
    const world = await worlds.open(['home', 'attic']);
    const home = world.server('home');
    await home.ask('POST', '/request', show(1399, [1]));
    const sync = await world.open();
    await home.ask('POST', '/request', show(1399, [3]));
    await sync.runNow();
    expect(world.server('attic').titles()).toEqual(['tv 1399 [1] 2', 'tv 1399 [3] 2']);
    await home.ask('DELETE', '/request/1');
    await home.ask('DELETE', '/request/2');
    await sync.runNow();
    await sync.runNow();
    expect(world.server('attic').titles()).toEqual([]);
  });

  it('are one plain request where 4K is not told apart', async () => {
    const world = await worlds.open(['home', 'attic'], { sync_4k_separately: false });
    await world.server('home').ask('POST', '/request', film(603, { is4k: true }));
    await world.open();
    expect(world.server('attic').titles()).toEqual(['movie 603 2']);
  });

  it('belong to whom they belong to here, where that one is known there', async () => {
    const world = await worlds.open(['home', 'attic'], { user_mapping: 'email_match' });
    const [home, attic] = [world.server('home'), world.server('attic')];
    const ann = await home.addUser('ann@home.test', request | 128);
    const there = await attic.addUser('ann@home.test', request);
    await home.ask('POST', '/request', film(603), ann);
    await home.ask('POST', '/request', film(604));
    await world.open();
    expect(attic.data.requests.map(({ requestedById, status }) => [requestedById, status])).toEqual([
      [there, 2],
      [1, 2],
    ]);
  });
});

describe('what stands on a subordinate already', () => {
  it('is adopted with its real status, and asked for once', async () => {
    const world = await worlds.open(['home', 'attic']);
    const [home, attic] = [world.server('home'), world.server('attic')];
    await attic.ask('POST', '/request', film(603));
    await home.ask('POST', '/request', film(603));
    const sync = await world.open();
    await sync.runNow();
    expect(attic.calls.filter((call) => call === 'POST /request')).toHaveLength(1);
    expect(sync.state()).toMatchObject({
      requests: { 'movie:603:False': { subordinates: { [attic.url]: { id: 1, status: 2, adopted: true } } } },
    });
    await home.ask('POST', '/request/1/decline');
    world.block['options'] = { sync_declined: true };
    await sync.runNow();
    expect(attic.titles()).toEqual(['movie 603 3']);
  });

  it('is no failure where all seasons are there', async () => {
    const world = await worlds.open(['home', 'attic']);
    await world.server('attic').ask('POST', '/request', show(1399, [1, 2]));
    await world.server('home').ask('POST', '/request', show(1399, [1]));
    const sync = await world.open();
    await sync.runNow();
    expect(sync.status()).toMatchObject({ tracked: 1, failed: 0 });
    expect(world.server('attic').calls.filter((call) => call === 'POST /request')).toHaveLength(1);
  });

  it('is made again once when somebody has removed it there', async () => {
    const world = await worlds.open(['home', 'attic'], { user_mapping: 'email_match' });
    const [home, attic] = [world.server('home'), world.server('attic')];
    const ann = await home.addUser('ann@home.test', request);
    await attic.addUser('ann@home.test', request);
    await home.ask('POST', '/request', film(603), ann);
    const sync = await world.open();
    await attic.ask('DELETE', '/request/1');
    await home.ask('POST', '/request/1/approve');
    await sync.runNow();
    await sync.runNow();
    expect(attic.titles()).toEqual(['movie 603 2']);
  });
});
