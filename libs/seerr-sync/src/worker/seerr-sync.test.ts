import { afterEach, describe, expect, it } from 'vitest';
import { film, refusal, show, statePath, trackWorlds } from '../testing/world.ts';
const worlds = trackWorlds();
afterEach(() => worlds.close());

const hour = 3_600_000;
const minute = 60_000;

describe('failures', () => {
  it('are kept with what the server said, and tried again when their time has come', async () => {
    const world = await worlds.open(['home', 'attic']);
    const [home, attic] = [world.server('home'), world.server('attic')];
    await home.ask('POST', '/request', film(603));
    attic.fault = ({ method, path }) =>
      method === 'POST' && path === '/request' ? refusal(403, 'Quota exceeded.') : undefined;
    const sync = await world.open();
    expect(sync.failures()).toEqual([
      {
        fingerprint: 'movie:603:False',
        subordinate: attic.url,
        mediaType: 'movie',
        tmdbId: 603,
        error: 'HTTP 403: Quota exceeded.',
        failedAt: '2026-03-01T12:00:00Z',
      },
    ]);
    attic.fault = undefined;
    await world.clock.advance(23 * hour);
    await sync.runNow();
    expect(attic.titles()).toEqual([]);
    await world.clock.advance(hour);
    await sync.runNow();
    expect(attic.titles()).toEqual(['movie 603 2']);
    expect(sync.status().failed).toBe(0);
  });

  it('are tried with every cycle where no time is set, and at once when they are forgotten', async () => {
    const world = await worlds.open(['home', 'attic'], { retry_failed_after_hours: 0 });
    const [home, attic] = [world.server('home'), world.server('attic')];
    await home.ask('POST', '/request', film(603));
    attic.fault = ({ method }) => (method === 'POST' ? refusal(500, 'TMDB') : undefined);
    const sync = await world.open();
    await sync.runNow();
    expect(attic.calls.filter((call) => call.startsWith('POST'))).toHaveLength(2);
    world.block['options'] = {};
    attic.fault = undefined;
    expect(await sync.clearFailures('movie:603:False')).toBe(1);
    expect(await sync.clearFailures('movie:603:False')).toBe(0);
    await sync.runNow();
    expect(attic.titles()).toEqual(['movie 603 2']);
  });

  it('of one subordinate keep no other one waiting', async () => {
    const world = await worlds.open(['home', 'attic', 'cabin', 'yard', 'shed', 'barn']);
    await world.server('home').ask('POST', '/request', film(603));
    world.server('attic').fault = () => 'down';
    world.server('cabin').fault = ({ method }) => (method === 'POST' ? refusal(429, 'slow down') : undefined);
    const sync = await world.open();
    for (const name of ['yard', 'shed', 'barn']) expect(world.server(name).titles()).toEqual(['movie 603 2']);
    const { subordinates } = sync.status();
    expect(subordinates.get('http://attic.test')).toMatchObject({
      synced: 0,
      error: expect.stringContaining('No answer'),
    });
    expect(subordinates.get('http://cabin.test')).toMatchObject({
      synced: 0,
      failed: 0,
      error: expect.stringContaining('429'),
    });
    world.server('attic').fault = undefined;
    world.server('cabin').fault = undefined;
    await sync.runNow();
    expect(world.server('attic').titles()).toEqual(['movie 603 2']);
    expect(world.server('cabin').titles()).toEqual(['movie 603 2']);
  });
});

describe('the state', () => {
  it('of the original is read, its missing seasons are caught up, and it is kept after a restart', async () => {
    const world = await worlds.open(['home', 'attic']);
    const [home, attic] = [world.server('home'), world.server('attic')];
    await home.ask('POST', '/request', film(603));
    await attic.ask('POST', '/request', film(603));
    const original = {
      last_poll_ts: '2026-02-28T12:00:00Z',
      requests: {
        'movie:603:False': {
          primary_id: 1,
          subordinates: { [attic.url]: { id: 1, status: 2, synced_at: '2026-02-28T12:00:00Z' } },
        },
      },
      failed: {
        [`tv:1:False||${attic.url}`]: {
          failed_at: '2026-02-28T12:00:00Z',
          error: 'HTTP 500',
          media_type: 'tv',
          tmdb_id: 1,
        },
      },
    };
    await world.files.write(statePath, JSON.stringify(original));
    const sync = await world.open();
    expect(attic.calls.filter((call) => call.startsWith('POST'))).toEqual([]);
    expect(sync.status()).toMatchObject({ tracked: 1, failed: 0 });
    await world.kill();
    const next = await world.open();
    expect(next.status()).toMatchObject({ tracked: 1 });
    await home.ask('DELETE', '/request/1');
    await next.runNow();
    await next.runNow();
    expect(attic.titles()).toEqual([]);
  });

  it('that cannot be read is moved aside, and nothing is removed for want of it', async () => {
    const world = await worlds.open(['home', 'attic']);
    await world.files.write(statePath, '{"requests": {');
    await world.server('attic').ask('POST', '/request', film(1));
    const sync = await world.open();
    expect(sync.status().tracked).toBe(0);
    expect(await world.files.list('/data/config')).toContain('seerr_sync_state.json.broken-2026-03-01T120000Z');
    expect(world.server('attic').titles()).toEqual(['movie 1 2']);
  });

  it('knows a request as ours that was made at the moment of our death', async () => {
    const world = await worlds.open(['home', 'attic']);
    const [home, attic] = [world.server('home'), world.server('attic')];
    await home.ask('POST', '/request', film(603));
    // The request arrives, its answer does not.
    attic.fault = ({ method, path }) => {
      if (method !== 'POST' || path !== '/request') return undefined;
      void attic.ask('POST', '/request', film(603));
      return 'down';
    };
    await world.open();
    await world.kill();
    attic.fault = undefined;
    const next = await world.open();
    expect(attic.titles()).toEqual(['movie 603 2']);
    await home.ask('DELETE', '/request/1');
    await next.runNow();
    await next.runNow();
    expect(attic.titles()).toEqual([]);
  });

  it('is for us alone', async () => {
    const world = await worlds.open(['home', 'attic']);
    await world.open();
    expect((await world.files.facts(statePath))?.mode).toBe(0o600);
  });
});

describe('the worker', () => {
  it('polls by itself, sees what changes in the document, and rests while it is paused', async () => {
    const world = await worlds.open(['home', 'attic']);
    const [home, attic] = [world.server('home'), world.server('attic')];
    world.block['enabled'] = false;
    const sync = await world.open();
    expect(sync.status()).toMatchObject({ state: 'disabled' });
    await home.ask('POST', '/request', film(1));
    world.block['enabled'] = true;
    sync.reconsider();
    await world.clock.advance(1);
    await sync.runNow();
    expect(attic.titles()).toEqual(['movie 1 2']);
    await sync.pause(true);
    await home.ask('POST', '/request', film(2));
    await world.clock.advance(10 * minute);
    await sync.runNow();
    expect(attic.titles()).toEqual(['movie 1 2']);
    expect(sync.status().state).toBe('paused');
    await sync.pause(false);
    await world.clock.advance(1);
    await sync.runNow();
    expect(attic.titles()).toEqual(['movie 1 2', 'movie 2 2']);
  });

  it('says what keeps it from working', async () => {
    const world = await worlds.open(['home']);
    const sync = await world.open();
    expect(sync.status()).toMatchObject({ state: 'error', errors: [expect.stringContaining('no subordinate')] });
  });

  it('shows beforehand what a poll would do, and does none of it', async () => {
    const world = await worlds.open(['home', 'attic']);
    const [home, attic] = [world.server('home'), world.server('attic')];
    const sync = await world.open();
    await home.ask('POST', '/request', show(1399, [1]));
    expect(await sync.preview()).toEqual({
      held: 0,
      steps: [{ subordinate: attic.url, kind: 'create', fingerprint: 'tv:1399:False', seasons: [1] }],
    });
    expect(attic.titles()).toEqual([]);
  });

  it('tests an address with its key, and says which of them is wrong', async () => {
    const world = await worlds.open(['home', 'attic']);
    const home = world.server('home');
    const sync = await world.open();
    expect(await sync.test(home.url, home.key)).toMatchObject({ version: '3.1.0' });
    await expect(sync.test(home.url, 'wrong')).rejects.toThrow('refuses the API key');
    await expect(sync.test('http://nobody.test', 'x')).rejects.toThrow('No answer');
    await expect(sync.test('ftp://home.test', 'x')).rejects.toThrow('http');
    await expect(sync.test('', '')).rejects.toThrow('Give an address');
  });
});
