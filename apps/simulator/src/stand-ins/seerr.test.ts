import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { runStandIn } from '../testing/run-program.ts';
import { readSeerrSettings, startSeerr } from '../testing/run-seerr.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seerr-'));
  return () => rm(folder, { recursive: true, force: true });
});

describe('settings of the stand-in of Seerr', () => {
  it('are made once, keep what a person adds, and hold one key', async () => {
    await mkdir(join(folder, 'config'));
    await writeFile(join(folder, 'config/settings.json'), '{"mine": "kept", "main": {"applicationTitle": "Wishes"}}');
    const first = await (async () => {
      await using seerr = await startSeerr(folder);
      return seerr.apiKey;
    })();
    await using seerr = await startSeerr(folder);
    expect(seerr.apiKey).toBe(first);
    expect(await readSeerrSettings(folder)).toMatchObject({ mine: 'kept', main: { applicationTitle: 'Wishes' } });
    expect(await readFile(join(folder, 'config/logs/seerr.log'), 'utf8')).toMatch(
      /^\d{4}-\d\d-\d\dT\S+Z \[info\]: Starting Seerr version/,
    );
  });

  it('end it where they are broken, and it ends where its port is taken', async () => {
    await using other = await startSeerr(folder);
    const taken = runStandIn('seerr', { cwd: folder, env: { NODE_ENV: 'production', PORT: String(other.port) } });
    expect(await taken.whenEnded()).toBe(1);
    expect(taken.output()).toContain('EADDRINUSE');
    await writeFile(join(folder, 'config/settings.json'), '{');
    const broken = runStandIn('seerr', { cwd: folder, env: { NODE_ENV: 'production', PORT: '1' } });
    expect(await broken.whenEnded()).toBe(1);
    expect(broken.output()).toMatch(/\[error\].*SyntaxError/);
  });
});

describe('who may call the stand-in of Seerr', () => {
  it('is asked for a key or a cookie, and a key acts for nobody before there is an owner', async () => {
    await using seerr = await startSeerr(folder);
    const { call } = seerr;
    expect(await call('GET', '/status', undefined, { 'x-api-key': '' })).toMatchObject({
      status: 200,
      body: { version: expect.any(String) },
    });
    const nobody = await fetch(`http://127.0.0.1:${seerr.port}/api/v1/request`);
    expect([nobody.status, await nobody.json()]).toMatchObject([401, { message: "cookie 'connect.sid' required" }]);
    const forbidden = { status: 403, body: { error: expect.stringContaining('do not have permission') } };
    expect(await call('GET', '/settings/sonarr')).toMatchObject(forbidden);
    expect(await call('POST', '/auth/plex', { authToken: 'bad-1' })).toMatchObject({ status: 500 });
    const { headers } = await call('POST', '/auth/plex', { authToken: 'good' });
    expect(await call('GET', '/settings/sonarr')).toMatchObject({ status: 200, body: [] });
    expect(await call('GET', '/settings/sonarr', undefined, { 'x-api-key': 'wrong' })).toMatchObject(forbidden);
    const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await fetch(`http://127.0.0.1:${seerr.port}/api/v1/auth/me`, { headers: { cookie } })).status).toBe(200);
    expect(await call('POST', '/auth/plex', { authToken: 'somebody-else' })).toMatchObject({ status: 403 });
  });

  it('has the rights of the account that X-API-User names, and no more', async () => {
    await using seerr = await startSeerr(folder);
    const call = await seerr.withOwner();
    const { body: guest } = await call('POST', '/user', { email: 'guest@example.org', username: 'Guest' });
    const asGuest = seerr.asUser(guest.id);
    expect(await asGuest('GET', '/settings/main')).toMatchObject({ status: 403 });
    expect(await seerr.asUser(99)('GET', '/request')).toMatchObject({ status: 403 });
    expect(await asGuest('POST', '/user', { email: 'x@example.org' })).toMatchObject({ status: 403 });

    const asked = await asGuest('POST', '/request', { mediaType: 'movie', mediaId: 603 });
    expect(asked).toMatchObject({ status: 201, body: { status: 1, requestedBy: { id: guest.id }, modifiedBy: null } });
    const own = await call('POST', '/request', { mediaType: 'movie', mediaId: 604 });
    expect(own).toMatchObject({ status: 201, body: { status: 2, modifiedBy: { id: 1 } } });
    expect((await asGuest('GET', '/request')).body.results).toHaveLength(1);
    expect(await asGuest('GET', '/request?requestedBy=1')).toMatchObject({ status: 403 });
    expect(await asGuest('GET', `/request/${own.body.id}`)).toMatchObject({ status: 403 });
    expect(await asGuest('POST', `/request/${asked.body.id}/approve`)).toMatchObject({ status: 403 });
    expect(await asGuest('POST', '/request', { mediaType: 'movie', mediaId: 9, is4k: true })).toMatchObject({
      status: 403,
      body: { message: 'You do not have permission to make 4K movie requests.' },
    });
    expect(await asGuest('POST', '/request', { mediaType: 'movie', mediaId: 9, userId: 1 })).toMatchObject({
      status: 403,
    });
    expect(await call('POST', '/request', { mediaType: 'movie', mediaId: 9, userId: guest.id })).toMatchObject({
      status: 201,
      body: { status: 2, requestedBy: { id: guest.id } },
    });
  });
});

describe('requests of the stand-in of Seerr', () => {
  it('are refused for what the description forbids', async () => {
    await using seerr = await startSeerr(folder);
    const call = await seerr.withOwner();
    const refusals: readonly (readonly [string, string, unknown, number, string])[] = [
      ['POST', '/request', { mediaId: 1 }, 400, "request/body/mediaType must have required property 'mediaType'"],
      [
        'POST',
        '/request',
        { mediaType: 'album', mediaId: 1 },
        400,
        'must be equal to one of the allowed values: movie, tv',
      ],
      ['POST', '/request', { mediaType: 'movie', mediaId: '1' }, 400, 'request/body/mediaId must be number'],
      [
        'POST',
        '/request',
        { mediaType: 'tv', mediaId: 1, seasons: [-1] },
        400,
        'must match exactly one schema in oneOf',
      ],
      ['POST', '/request', { mediaType: 'movie', mediaId: 0 }, 500, '[TMDB] Failed to fetch movie details'],
      ['GET', '/request?take=many', undefined, 400, 'request/query/take must be number'],
      ['GET', '/request?sort=name', undefined, 400, 'must be equal to one of the allowed values: added, modified'],
      ['GET', '/request?page=2', undefined, 400, "Unknown query parameter 'page'"],
      ['POST', '/request/1/pending', {}, 400, 'must be equal to one of the allowed values: approve, decline'],
      ['POST', '/request/77/approve', {}, 404, 'Request not found.'],
      ['PATCH', '/request', {}, 405, 'PATCH method not allowed'],
      ['GET', '/nothing', undefined, 404, 'not found'],
    ];
    for (const [method, path, body, status, message] of refusals) {
      const answer = await call(method, path, body);
      expect([answer.status, answer.body.message], `${method} ${path}`).toEqual([
        status,
        expect.stringContaining(message),
      ]);
    }
  });

  it('are one for each title and season, are decided, changed, counted and deleted', async () => {
    await using seerr = await startSeerr(folder);
    const call = await seerr.withOwner();
    const movie = (await call('POST', '/request', { mediaType: 'movie', mediaId: 603 })).body;
    expect(await call('POST', '/request', { mediaType: 'movie', mediaId: 603 })).toMatchObject({ status: 409 });
    expect(await call('POST', '/request', { mediaType: 'movie', mediaId: 603, is4k: true })).toMatchObject({
      status: 201,
    });
    expect(await call('POST', `/request/${movie.id}/decline`)).toMatchObject({ status: 200, body: { status: 3 } });
    // What was declined may be asked for again.
    expect(await call('POST', '/request', { mediaType: 'movie', mediaId: 603 })).toMatchObject({ status: 201 });

    // The show with id 1400 has one season, and specials, which are left out.
    const show = await call('POST', '/request', { mediaType: 'tv', mediaId: 1400, seasons: 'all' });
    expect(show.body.seasons.map((season: { seasonNumber: number }) => season.seasonNumber)).toEqual([1]);
    expect(await call('POST', '/request', { mediaType: 'tv', mediaId: 1400, seasons: [1] })).toMatchObject({
      status: 202,
      body: { message: 'No seasons available to request' },
    });
    expect(await call('PUT', `/request/${show.body.id}`, { mediaType: 'tv', seasons: [1, 2] })).toMatchObject({
      status: 200,
      body: { seasonCount: 2 },
    });
    expect(await call('GET', '/request/count')).toMatchObject({ body: { total: 4, movie: 3, tv: 1, declined: 1 } });
    expect(await call('DELETE', `/request/${movie.id}`)).toEqual(
      expect.objectContaining({ status: 204, body: undefined }),
    );
    expect(await call('GET', `/request/${movie.id}`)).toMatchObject({ status: 404 });
    expect(await call('GET', '/request?filter=pending')).toMatchObject({ body: { pageInfo: { results: 0 } } });
  });

  it('come in pages, the last modified first', async () => {
    await using seerr = await startSeerr(folder);
    const call = await seerr.withOwner();
    for (const mediaId of [11, 12, 13, 14, 15]) await call('POST', '/request', { mediaType: 'movie', mediaId });
    await call('POST', '/request/2/decline');
    const page = async (query: string) => {
      const { body } = await call('GET', `/request?${query}`);
      return [body.pageInfo, body.results.map((request: { id: number }) => request.id)];
    };
    const info = { pages: 3, pageSize: 2, results: 5 };
    expect(await page('take=2&skip=0&sort=modified')).toEqual([{ ...info, page: 1 }, [2, 5]]);
    expect(await page('take=2&skip=4&sort=modified')).toEqual([{ ...info, page: 3 }, [1]]);
    expect(await page('take=2&skip=0&sort=added&sortDirection=asc')).toEqual([{ ...info, page: 1 }, [1, 2]]);
  });

  it('stay within the quota, but not those of who manages users', async () => {
    await using seerr = await startSeerr(folder);
    const call = await seerr.withOwner();
    await call('POST', '/settings/main', { defaultQuotas: { movie: { quotaLimit: 1, quotaDays: 7 } } });
    const { body: guest } = await call('POST', '/user', { email: 'guest@example.org' });
    const asGuest = seerr.asUser(guest.id);
    expect(await asGuest('POST', '/request', { mediaType: 'movie', mediaId: 1 })).toMatchObject({ status: 201 });
    expect(await asGuest('POST', '/request', { mediaType: 'movie', mediaId: 2 })).toMatchObject({
      status: 403,
      body: { message: 'Movie Quota exceeded.' },
    });
    for (const mediaId of [3, 4])
      expect((await call('POST', '/request', { mediaType: 'movie', mediaId })).status).toBe(201);
  });
});
