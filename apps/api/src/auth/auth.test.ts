import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { setupCode, startTestServer, type TestServer } from '../testing/test-server.ts';

const password = 'correct horse';
/** What a proxy adds for a caller from elsewhere. */
const remote = { 'x-forwarded-for': '203.0.113.7' };

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});
const start = async (...args: Parameters<typeof startTestServer>) => (server = await startTestServer(...args));

describe('without an account', () => {
  it('lets this machine in, and nobody from elsewhere', async () => {
    const { ask } = await start();
    expect((await ask('GET', '/process/processes')).status).toBe(200);
    expect(await ask('GET', '/process/processes', { headers: remote })).toMatchObject({
      status: 403,
      json: { code: 'auth.forbidden' },
    });
    expect((await ask('GET', '/auth/status')).json).toEqual({
      enabled: false,
      has_users: false,
      setup_skipped: false,
      mode: 'local',
      local_login_enabled: true,
      oidc_login_enabled: false,
      oidc_provider_name: '',
      setup_code_required: false,
    });
  });

  it('lets everybody in when the operator said so', async () => {
    const { ask } = await start({ allowOpen: true });
    expect((await ask('GET', '/process/processes', { headers: remote })).status).toBe(200);
  });

  it('asks for the one-time code from elsewhere', async () => {
    const { ask } = await start();
    const account = { username: 'admin', password };
    expect((await ask('GET', '/auth/status', { headers: remote })).json).toMatchObject({ setup_code_required: true });
    expect(await ask('POST', '/auth/setup', { body: account, headers: remote })).toMatchObject({
      status: 403,
      json: { code: 'auth.setup-code' },
    });
    expect((await ask('POST', '/auth/skip-setup', { headers: remote })).status).toBe(403);
    expect(
      (await ask('POST', '/auth/setup', { body: { ...account, setup_code: setupCode }, headers: remote })).status,
    ).toBe(200);
  });

  it('makes one first account however many ask at once', async () => {
    const { ask } = await start();
    const tries = [1, 2, 3].map((n) => ask('POST', '/auth/setup', { body: { username: `user-${n}`, password } }));
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 400, 400]);
    expect((await ask('POST', '/auth/skip-setup')).status).toBe(400);
  });

  it('goes on without one when setup is skipped, also without a body', async () => {
    const { ask } = await start();
    expect((await ask('POST', '/auth/skip-setup')).status).toBe(200);
    expect((await ask('GET', '/auth/status')).json).toMatchObject({ setup_skipped: true, enabled: false });
  });

  it.each([
    ['ab', password],
    ['a/b/c', password],
    ['admin', 'short'],
    ['admin', 'ä'.repeat(37)],
  ])('refuses the account %s / %s', async (username, word) => {
    const { ask } = await start();
    expect(await ask('POST', '/auth/setup', { body: { username, password: word } })).toMatchObject({
      status: 400,
      json: { code: 'auth.conflict' },
    });
  });
});

describe('signing in', () => {
  it('needs the right name and password, and tells neither apart', async () => {
    const { ask, setup } = await start();
    await setup();
    const wrong = await ask('POST', '/auth/login', { body: { username: 'admin', password: 'wrong horse' } });
    const nobody = await ask('POST', '/auth/login', { body: { username: 'nobody', password } });
    expect(wrong.status).toBe(401);
    expect(nobody.json).toEqual(wrong.json);
    const right = await ask('POST', '/auth/login', { body: { username: 'admin', password } });
    const { access_token: token } = right.json as { access_token: string };
    expect((await ask('POST', `/auth/verify?token=${token}`, { body: null })).json).toEqual({
      valid: true,
      username: 'admin',
    });
    expect((await ask('POST', '/auth/verify?token=nonsense')).json).toEqual({ valid: false, username: null });
  });

  it('is refused for a while after ten failures, with the time to wait', async () => {
    const { ask, setup } = await start();
    await setup();
    for (let n = 0; n < 10; n += 1)
      await ask('POST', '/auth/login', { body: { username: 'admin', password: 'wrong' } });
    const refused = await ask('POST', '/auth/login', { body: { username: 'admin', password } });
    expect(refused).toMatchObject({ status: 429, json: { code: 'request.too-many' } });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('keeps files that only we may read', async () => {
    const { root, setup } = await start();
    await setup();
    const directory = join(root, 'config/.showrunner/auth');
    for (const name of ['accounts.json', 'token.key', 'sessions.json']) {
      expect((await stat(join(directory, name))).mode & 0o777, name).toBe(0o600);
    }
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    expect(await readFile(join(directory, 'accounts.json'), 'utf8')).not.toContain(password);
  });
});

describe('renewing a session', () => {
  it('gives a new pair, lets two tabs race, and ends the session when an older token comes back', async () => {
    const { ask, setup } = await start();
    const renew = (token: string) => ask('POST', '/auth/refresh', { body: { refresh_token: token } });
    const { refresh: first, access } = await setup();
    const second = (await renew(first)).json as { refresh_token: string; access_token: string };
    expect((await renew(first)).status).toBe(200);
    const third = (await renew(second.refresh_token)).json as { refresh_token: string };
    expect(await renew(first)).toMatchObject({ status: 401, json: { code: 'auth.required' } });
    expect((await renew(third.refresh_token)).status).toBe(401);
    expect((await renew(access)).status).toBe(401);
    expect((await ask('GET', '/auth/users', { token: first })).status).toBe(401);
  });

  it('is no longer possible for an account that was made anew under an old name', async () => {
    const { ask, setup } = await start();
    const { access: token } = await setup();
    const body = { username: 'bob', password };
    await ask('POST', '/auth/users', { token, body });
    const bob = (await ask('POST', '/auth/login', { body })).json as { access_token: string; refresh_token: string };
    await ask('DELETE', '/auth/users/bob', { token });
    await ask('POST', '/auth/users', { token, body });
    expect((await ask('GET', '/auth/users', { token: bob.access_token })).status).toBe(401);
    expect((await ask('POST', '/auth/refresh', { body: { refresh_token: bob.refresh_token } })).status).toBe(401);
  });
});

describe('accounts', () => {
  it('have roles', async () => {
    const { ask, setup } = await start();
    const { access: token } = await setup();
    await ask('POST', '/auth/users', { token, body: { username: 'looker', password, role: 'viewer' } });
    const login = await ask('POST', '/auth/login', { body: { username: 'looker', password } });
    const { access_token: viewer } = login.json as { access_token: string };
    expect((await ask('GET', '/process/processes', { token: viewer })).status).toBe(200);
    const stop = await ask('POST', '/process/stop-service', { token: viewer, body: { process_name: 'Zilean' } });
    expect(stop).toMatchObject({ status: 403, json: { code: 'auth.forbidden' } });
  });

  it('cannot all be locked out', async () => {
    const { ask, setup } = await start();
    const { access: token } = await setup();
    expect((await ask('DELETE', '/auth/users/admin', { token })).status).toBe(400);
    expect((await ask('PUT', '/auth/users/admin', { token, body: { disabled: true } })).status).toBe(400);
    expect((await ask('PUT', '/auth/users/nobody', { token, body: { disabled: true } })).status).toBe(400);
    expect((await ask('GET', '/auth/users', { token })).json).toEqual({
      users: [{ username: 'admin', disabled: false, role: 'admin' }],
    });
  });

  it('can be switched off and on', async () => {
    const { ask, setup } = await start();
    const { access: token } = await setup();
    expect((await ask('POST', '/auth/disable', { token })).status).toBe(200);
    expect((await ask('GET', '/process/processes')).status).toBe(200);
    expect((await ask('POST', '/auth/enable')).status).toBe(200);
    expect((await ask('GET', '/process/processes')).status).toBe(401);
  });
});

describe('a file with accounts that cannot be read', () => {
  it.each(['{ not json', '{"enabled": false}', '[]'])('locks the door and is left alone: %s', async (text) => {
    const path = 'config/.showrunner/auth/accounts.json';
    const { ask, root } = await start({}, async (directory) => {
      await mkdir(join(directory, 'config/.showrunner/auth'), { recursive: true });
      await writeFile(join(directory, path), text);
    });
    expect(await ask('GET', '/process/processes')).toMatchObject({ status: 503, json: { code: 'auth.locked' } });
    expect((await ask('POST', '/auth/setup', { body: { username: 'admin', password } })).status).toBe(503);
    expect((await ask('POST', '/auth/skip-setup')).status).toBe(503);
    expect((await ask('GET', '/auth/status')).json).toMatchObject({ enabled: true, has_users: true });
    expect((await ask('GET', '/health')).status).toBe(200);
    expect(await readFile(join(root, path), 'utf8')).toBe(text);
  });
});
