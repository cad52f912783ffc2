// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { get } from './client.ts';
import { keepTokens, readTokens } from './auth/session.ts';

type Answer = (path: string, token: string | null) => Response;

function serve(answer: Answer): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    asked.push(path);
    return Promise.resolve(answer(path, new Headers(init.headers).get('authorization')));
  });
  return asked;
}

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });

beforeEach(() => keepTokens({ access: 'old', refresh: 'r1' }, true));
afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});

describe('a call that meets an expired token', () => {
  it('refreshes once for all waiting calls and repeats them', async () => {
    const asked = serve((path, token) => {
      if (path === '/auth/refresh') return json(200, { access_token: 'new', refresh_token: 'r2' });
      return token === 'Bearer new' ? json(200, { path }) : json(401, { detail: 'expired' });
    });
    expect(await Promise.all([get('/a'), get('/b')])).toEqual([{ path: '/a' }, { path: '/b' }]);
    expect(asked.filter((path) => path === '/auth/refresh')).toHaveLength(1);
    expect(readTokens()).toEqual({ access: 'new', refresh: 'r2' });
  });

  it('signs out when the refresh is refused', async () => {
    serve(() => json(401, { detail: 'expired' }));
    await expect(get('/a')).rejects.toMatchObject({ status: 401 });
    expect(readTokens()).toBeNull();
  });

  it('stays signed in when the server cannot refresh for now', async () => {
    serve((path) => json(path === '/auth/refresh' ? 503 : 401, { detail: 'later' }));
    await expect(get('/a')).rejects.toMatchObject({ status: 503 });
    expect(readTokens()).toEqual({ access: 'old', refresh: 'r1' });
  });
});

describe('an answer that is no answer', () => {
  it('is a problem with a hint, not an exception of the parser', async () => {
    serve(() => new Response('<html>', { status: 200 }));
    await expect(get('/a')).rejects.toMatchObject({ problem: { code: 'dashboard.unreachable' } });
  });
});
