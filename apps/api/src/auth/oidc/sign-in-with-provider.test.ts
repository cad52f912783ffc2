import { once } from 'node:events';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import jwt from 'jsonwebtoken';
import { type FakeProvider, startFakeProvider } from '../../testing/fake-provider.ts';
import { begin, comeBack, exchange, settingsOf, signInAt } from '../../testing/provider-sign-in.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;
let provider: FakeProvider;
let admin: string;
beforeEach(async () => {
  [server, provider] = await Promise.all([startTestServer(), startFakeProvider()]);
  admin = (await server.setup()).access;
});
afterEach(() => Promise.all([server.close(), provider.close()]));

const save = (more: Parameters<typeof settingsOf>[1] = {}) =>
  server.ask('PUT', '/auth/provider', { token: admin, body: settingsOf(provider, more) });
const statusOf = async (token: string, method = 'GET', path = '/process/processes') =>
  (await server.ask(method, path, { token })).status;
const users = async () =>
  ((await server.ask('GET', '/auth/users', { token: admin })).json as { users: object[] }).users;

describe('signing in with a provider', () => {
  it('takes a person there and back to the page that they wanted', async () => {
    await save({ provider_name: 'Authelia' });
    expect((await server.ask('GET', '/auth/status')).json).toMatchObject({
      mode: 'hybrid',
      local_login_enabled: true,
      oidc_login_enabled: true,
      oidc_provider_name: 'Authelia',
    });
    const { authorizationUrl, cookie } = await begin(server, '/services/Zurg');
    const asked = new URL(authorizationUrl).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      client_id: 'showrunner',
      scope: 'openid profile email groups',
      code_challenge_method: 'S256',
    });
    expect(asked.get('state')).toMatch(/^[\w-]{43,}$/);
    const landed = await comeBack(server, provider.signIn(authorizationUrl), cookie);
    expect(landed.get('return_to')).toBe('/services/Zurg');
    const { json } = await exchange(server, landed.get('oidc_code'), cookie);
    const { access_token: token } = json as { access_token: string };
    expect((await server.ask('POST', `/auth/verify?token=${token}`)).json).toEqual({ valid: true, username: 'ann' });
    expect(await users()).toContainEqual({ username: 'ann', disabled: false, role: 'viewer', provider: 'oidc' });
  });

  it('sends a cookie that no script and no other site gets hold of', async () => {
    await save();
    const answer = await server.ask('GET', '/auth/oidc/start');
    expect(String(answer.headers['set-cookie'])).toMatch(
      /^__Host-showrunner-oidc=[\w-]{43}; Path=\/; Max-Age=600; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  it('lets nobody finish what another browser began, and each step happen once', async () => {
    await save();
    const { authorizationUrl, cookie } = await begin(server);
    const other = await begin(server);
    const query = provider.signIn(authorizationUrl);
    for (const stranger of [other.cookie, '']) {
      expect((await comeBack(server, query, stranger)).get('oidc_error')).toMatch(/begun in another browser/);
    }
    const code = (await comeBack(server, query, cookie)).get('oidc_code');
    expect((await comeBack(server, query, cookie)).get('oidc_error')).toMatch(/has expired, or was not begun here/);
    expect(await exchange(server, code, other.cookie)).toMatchObject({ status: 401, json: { code: 'auth.failed' } });
    expect((await exchange(server, code, cookie)).status).toBe(200);
    expect((await exchange(server, code, cookie)).status).toBe(401);
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/a\r\nb', ''])(
    'comes back home instead of to %j',
    async (wanted) => {
      await save();
      const { authorizationUrl, cookie } = await begin(server, wanted);
      expect((await comeBack(server, provider.signIn(authorizationUrl), cookie)).get('return_to')).toBe('/');
    },
  );

  it('says what the provider refused, in words of ours only', async () => {
    await save();
    const refuse = async (error: string) => {
      const { authorizationUrl, cookie } = await begin(server);
      const state = new URL(authorizationUrl).searchParams.get('state') ?? '';
      return (await comeBack(server, new URLSearchParams({ state, error }).toString(), cookie)).get('oidc_error');
    };
    expect(await refuse('access_denied')).toMatch(/refused, or the sign-in was given up/);
    expect(await refuse('Call 555-0100 now!')).toMatch(/It says an unknown error\.$/);
  });

  it('is not there while it is switched off', async () => {
    await save({ enabled: false });
    expect((await server.ask('GET', '/auth/oidc/start')).status).toBe(404);
    expect((await server.ask('POST', '/auth/oidc/exchange', { body: { code: 'x' } })).status).toBe(404);
    expect((await comeBack(server, 'state=x&code=y', '')).get('oidc_error')).toMatch(/switched off/);
  });

  it('counts tries of an address', async () => {
    await save();
    for (let n = 0; n < 20; n += 1) await exchange(server, 'wrong', '');
    const refused = await exchange(server, 'wrong', '');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    for (let n = 0; n < 60; n += 1) await server.ask('GET', '/auth/oidc/start');
    expect((await server.ask('GET', '/auth/oidc/start')).status).toBe(429);
  });

  it('lasts a day without use, where a password lasts a month', async () => {
    await save();
    const lifeOf = (token: string) => {
      const { exp = 0, iat = 0 } = jwt.decode(token) as jwt.JwtPayload;
      return (exp - iat) / 86_400;
    };
    expect(lifeOf((await signInAt(server, provider)).refresh_token)).toBe(1);
    const local = await server.ask('POST', '/auth/login', { body: { username: 'admin', password: 'correct horse' } });
    expect(lifeOf((local.json as { refresh_token: string }).refresh_token)).toBe(30);
  });
});

describe('who may come in', () => {
  it('is whoever is in an allowed group, whatever its case', async () => {
    await save({ allowed_groups: [' MEDIA '] });
    expect(await statusOf((await signInAt(server, provider)).access_token)).toBe(200);
    provider.person = { sub: 'person-2', preferred_username: 'eve', groups: 'guests, others' };
    await expect(signInAt(server, provider)).rejects.toThrow(/none of the groups that may use Showrunner/);
    expect(await users()).toHaveLength(2);
  });

  it('is looked at anew at every use: session, socket and renewal end when the group is no longer allowed', async () => {
    await save({ allowed_groups: ['media'] });
    const tokens = await signInAt(server, provider);
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/status?token=${tokens.access_token}`);
    const closed = once(socket, 'close');
    await once(socket, 'message');
    await save({ allowed_groups: ['family'] });
    expect((await closed)[0]).toBe(1008);
    expect(await statusOf(tokens.access_token)).toBe(401);
    const renewal = { body: { refresh_token: tokens.refresh_token } };
    expect((await server.ask('POST', '/auth/refresh', renewal)).status).toBe(401);
  });

  it('loses every session when the provider says at a later sign-in that the group is gone', async () => {
    await save({ allowed_groups: ['media'] });
    const before = await signInAt(server, provider);
    provider.person = { ...provider.person, groups: [] };
    await expect(signInAt(server, provider)).rejects.toThrow(/none of the groups/);
    expect(await statusOf(before.access_token)).toBe(401);
  });

  it('is one person by issuer and subject, whatever the name is today', async () => {
    await save();
    await signInAt(server, provider);
    provider.person = { ...provider.person, preferred_username: 'ann.married' };
    await signInAt(server, provider);
    expect(await users()).toMatchObject([{ username: 'admin' }, { username: 'ann.married' }]);
  });

  it('never becomes a local account by its name', async () => {
    await save();
    provider.person = { sub: 'person-3', preferred_username: 'ADMIN' };
    const { access_token: token } = await signInAt(server, provider);
    expect(await users()).toMatchObject([{ username: 'admin', role: 'admin' }, { username: 'ADMIN@127.0.0.1' }]);
    expect(await statusOf(token, 'GET', '/auth/users')).toBe(403);
    const login = { body: { username: 'ADMIN@127.0.0.1', password: 'correct horse' } };
    expect((await server.ask('POST', '/auth/login', login)).status).toBe(401);
  });

  it('takes an address for a name only where the provider has verified it', async () => {
    await save();
    provider.person = { sub: 'person-4', email: 'boss@example.org' };
    await signInAt(server, provider);
    provider.person = { sub: 'person-5', email: 'real@example.org', email_verified: true };
    await signInAt(server, provider);
    expect((await users()).map((user) => 'username' in user && user.username)).toEqual([
      'admin',
      'person-4',
      'real@example.org',
    ]);
  });

  it('can be switched off here', async () => {
    await save();
    const { access_token: token } = await signInAt(server, provider);
    await server.ask('PUT', '/auth/users/ann', { token: admin, body: { disabled: true } });
    expect(await statusOf(token)).toBe(401);
    await expect(signInAt(server, provider)).rejects.toThrow(/switched off here/);
  });

  it('has the role of the highest group, at once when the mapping changes', async () => {
    const role_mapping = { viewer: ['media'], operator: ['Media'], admin: ['chiefs'] };
    await save({ role_mapping });
    const { access_token: token } = await signInAt(server, provider);
    expect(await users()).toContainEqual(expect.objectContaining({ username: 'ann', role: 'operator' }));
    expect(await statusOf(token, 'GET', '/auth/users')).toBe(403);
    await save({ role_mapping: { ...role_mapping, admin: ['media'] } });
    expect(await statusOf(token, 'GET', '/auth/users')).toBe(200);
    const change = { token: admin, body: { role: 'viewer' } };
    expect((await server.ask('PUT', '/auth/users/ann', change)).status).toBe(400);
  });
});

describe('the mode', () => {
  const all = { admin: ['media'], operator: [], viewer: [] };

  it('oidc lets no password in, and hybrid does again', async () => {
    const login = () => server.ask('POST', '/auth/login', { body: { username: 'admin', password: 'correct horse' } });
    await save({ mode: 'oidc', confirm_oidc_only: true, role_mapping: all });
    expect(await login()).toMatchObject({ status: 401, json: { detail: 'Passwords are switched off here.' } });
    expect(await statusOf(admin)).toBe(401);
    expect((await server.ask('GET', '/auth/status')).json).toMatchObject({ mode: 'oidc', local_login_enabled: false });
    admin = (await signInAt(server, provider)).access_token;
    await save({ mode: 'hybrid' });
    expect((await login()).status).toBe(200);
  });

  it.each([
    ['without a word that it is meant', { role_mapping: all }, /confirm_oidc_only/],
    ['without an administrator', { confirm_oidc_only: true }, /nobody could administer/],
    [
      'with a provider that is off',
      { confirm_oidc_only: true, role_mapping: all, enabled: false },
      /nobody could come/,
    ],
  ])('oidc is refused %s', async (_why, more, reason) => {
    const answer = await save({ mode: 'oidc', ...more });
    expect(answer).toMatchObject({ status: 400, json: { detail: expect.stringMatching(reason) } });
    expect((await server.ask('GET', '/auth/status')).json).toMatchObject({ mode: 'local' });
  });

  it('local ends the sessions of the provider and keeps its settings', async () => {
    await save();
    const { access_token: token } = await signInAt(server, provider);
    expect((await server.ask('PUT', '/auth/provider', { token: admin, body: { mode: 'local' } })).status).toBe(200);
    expect(await statusOf(token)).toBe(401);
    expect((await server.ask('GET', '/auth/provider', { token: admin })).json).toMatchObject({
      mode: 'local',
      oidc: { issuer_url: provider.issuer, client_secret_configured: true },
    });
  });

  it('keeps the last password of an administrator, which is the way back', async () => {
    await save({ role_mapping: all });
    const { access_token: token } = await signInAt(server, provider);
    const answer = await server.ask('DELETE', '/auth/users/admin', { token });
    expect(answer).toMatchObject({ status: 400, json: { code: 'auth.conflict' } });
  });

  it('oidc becomes hybrid when the operator starts us so', async () => {
    await save({ mode: 'oidc', confirm_oidc_only: true, role_mapping: all });
    const book = await readFile(join(server.root, 'config/.showrunner/auth/accounts.json'), 'utf8');
    await server.close();
    server = await startTestServer({ localSignIn: true }, async (root) => {
      await mkdir(join(root, 'config/.showrunner/auth'), { recursive: true });
      await writeFile(join(root, 'config/.showrunner/auth/accounts.json'), book);
    });
    expect((await server.ask('GET', '/auth/status')).json).toMatchObject({ mode: 'hybrid', local_login_enabled: true });
  });
});

describe('the settings of a provider', () => {
  it('hold a secret that is never shown, and that a blank one leaves as it is', async () => {
    const shown = (await save()).text + (await server.ask('GET', '/auth/provider', { token: admin })).text;
    expect(shown).not.toContain(provider.clientSecret);
    expect((await save({ client_secret: '', scopes: ['openid', 'openid', 'groups'] })).json).toMatchObject({
      oidc: { scopes: ['openid', 'groups'], client_secret_configured: true },
    });
    await signInAt(server, provider);
    expect((await stat(join(server.root, 'config/.showrunner/auth/accounts.json'))).mode & 0o777).toBe(0o600);
  });

  it('send the stored secret nowhere else', async () => {
    await save();
    const answer = await save({ client_secret: '', token_endpoint: 'http://127.0.0.1:1/token' });
    expect(answer).toMatchObject({ status: 400, json: { detail: expect.stringMatching(/client_secret: is needed/) } });
  });

  it('have DUMB’s defaults, and roles that its client does not know of stay', async () => {
    await save({ default_role: 'operator' });
    const { json } = await save({ timeout_seconds: 99 });
    expect(json).toMatchObject({
      mode: 'hybrid',
      oidc: {
        enabled: true,
        provider_name: 'Single Sign-On',
        source: 'custom_oidc',
        username_claim: 'preferred_username',
        groups_claim: 'groups',
        allowed_groups: [],
        tls_verify: true,
        timeout_seconds: 30,
        default_role: 'operator',
      },
    });
  });

  it.each([
    [{ mode: 'saml' }, /mode: “saml”/],
    [{ source: 'magic' }, /source: “magic”/],
    [{ client_id: ' ' }, /client_id: is needed/],
    [{ redirect_uri: 'http://show.example.org/api/auth/oidc/callback' }, /redirect_uri/],
    [{ redirect_uri: 'https://192.168.1.5/api/auth/oidc/callback' }, /redirect_uri/],
    [{ redirect_uri: 'https://nas/api/auth/oidc/callback' }, /redirect_uri/],
    [{ redirect_uri: 'https://a.localhost/api/auth/oidc/callback' }, /redirect_uri/],
    [{ redirect_uri: 'https://u:p@show.example.org/api/auth/oidc/callback' }, /redirect_uri/],
    [{ redirect_uri: 'https://show.example.org/api/auth/oidc/callback?x=1' }, /redirect_uri/],
    [{ redirect_uri: 'https://show.example.org/callback' }, /redirect_uri/],
    [{ allow_http: false }, /issuer_url: must begin with https/],
  ])('are refused with %j', async (more, reason) => {
    expect(await save(more)).toMatchObject({ status: 400, json: { detail: expect.stringMatching(reason) } });
  });

  it('are for administrators only', async () => {
    const viewer = { username: 'looker', password: 'correct horse', role: 'viewer' };
    await server.ask('POST', '/auth/users', { token: admin, body: viewer });
    const { json } = await server.ask('POST', '/auth/login', { body: viewer });
    const { access_token: token } = json as { access_token: string };
    expect(await statusOf(token, 'GET', '/auth/provider')).toBe(403);
  });
});
