import { createServer } from 'node:net';
import type { OidcTestAnswer } from '@showrunner/contracts';
import jwt from 'jsonwebtoken';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeProvider, type Misdeeds, startFakeProvider } from '../../testing/fake-provider.ts';
import { settingsOf, signInAt } from '../../testing/provider-sign-in.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;
let provider: FakeProvider;
let token: string;
beforeEach(async () => {
  [server, provider] = await Promise.all([startTestServer(), startFakeProvider()]);
  token = (await server.setup()).access;
});
afterEach(() => Promise.all([server.close(), provider.close()]));

type More = Parameters<typeof settingsOf>[1];
const save = (more: More = {}) => server.ask('PUT', '/auth/provider', { token, body: settingsOf(provider, more) });
const look = (more: More = {}) => server.ask('POST', '/auth/oidc/test', { token, body: settingsOf(provider, more) });
const warnings = async (more: More = {}) => ((await look(more)).json as OidcTestAnswer).warnings;

const signIns: readonly (readonly [string, Misdeeds, RegExp])[] = [
  ['a token of another issuer', { claims: (all) => ({ ...all, iss: 'https://evil.example' }) }, /of another issuer/],
  ['a token for another client', { claims: (all) => ({ ...all, aud: 'somebody' }) }, /meant for another client/],
  ['a token of another sign-in', { claims: (all) => ({ ...all, nonce: 'other' }) }, /belongs to another sign-in/],
  ['a token without a nonce', { claims: ({ nonce: _, ...all }) => all }, /not as it must be/],
  ['a token that has expired', { claims: (all) => ({ ...all, exp: 1_000_000_000 }) }, /has expired/],
  ['a token of the future', { claims: (all) => ({ ...all, nbf: 9_000_000_000 }) }, /is not good yet/],
  ['a token without an end', { claims: ({ exp: _, ...all }) => all }, /not as it must be/],
  ['a token without its time', { sign: (all) => jwt.sign(all, 'x', { noTimestamp: true, algorithm: 'HS256' }) }, /./],
  ['a token about nobody', { claims: ({ sub: _, ...all }) => all }, /not as it must be/],
  ['a token that nobody signed', { sign: (all) => jwt.sign(all, null, { algorithm: 'none' }) }, /not accepted|must be/],
  [
    'a token signed with the public key as a password',
    { sign: (all, { publicPem }) => forgeHs256(all, publicPem) },
    /not accepted|must be/,
  ],
  [
    'a token signed with a key that is not published',
    { sign: (all, { otherKey }) => jwt.sign(all, otherKey, { algorithm: 'RS256', keyid: 'key-9' }) },
    /a key that it does not publish/,
  ],
  [
    'a token signed with another key under a published name',
    { sign: (all, { otherKey }) => jwt.sign(all, otherKey, { algorithm: 'RS256', keyid: 'key-1' }) },
    /not as it must be/,
  ],
  ['userinfo about somebody else', { userinfo: (all) => ({ ...all, sub: 'person-9' }) }, /somebody else/],
  ['userinfo about nobody', { userinfo: () => ({ groups: ['media'] }) }, /not as it must be/],
];

describe('a provider that misbehaves at the sign-in', () => {
  it.each(signIns)('with %s signs nobody in', async (_what, misdeeds, reason) => {
    await save();
    provider.misdeeds = misdeeds;
    await expect(signInAt(server, provider)).rejects.toThrow(reason);
    const { json } = await server.ask('GET', '/auth/users', { token });
    expect(json).toMatchObject({ users: [{ username: 'admin' }] });
  });

  it('signs people in again once it behaves', async () => {
    await save();
    provider.misdeeds = { claims: (all) => ({ ...all, aud: 'somebody' }) };
    await expect(signInAt(server, provider)).rejects.toThrow();
    provider.misdeeds = {};
    expect((await signInAt(server, provider)).access_token).toEqual(expect.any(String));
  });

  it('with a secret that it does not know says so', async () => {
    await save({ client_secret: 'wrong' });
    await expect(signInAt(server, provider)).rejects.toThrow(/the client_secret is wrong/);
  });
});

const big = `{"issuer":"${'x'.repeat(2 * 1024 * 1024)}"}`;
const discoveries: readonly (readonly [string, Misdeeds, RegExp])[] = [
  ['another name', { discovery: (all) => ({ ...all, issuer: 'https://evil.example' }) }, /calls itself https:\/\/evil/],
  ['no token endpoint', { discovery: ({ token_endpoint: _, ...all }) => all }, /names no token_endpoint/],
  [
    'signatures that anybody could make',
    { discovery: (all) => ({ ...all, id_token_signing_alg_values_supported: ['none', 'HS256'] }) },
    /signs ID tokens with none, HS256/,
  ],
  ['no answer', { answer: () => true }, /No answer from .*: nothing within 2 s/],
  ['an answer without end', { answer: (_path, response) => response.write('{') }, /nothing within 2 s/],
  ['a huge answer', { answer: (_path, response) => Boolean(response.end(big)) }, /more than 1048576 bytes/],
  ['a page', { answer: (_path, response) => Boolean(response.end('<html>')) }, /does not answer with a discovery/],
  [
    'a redirect',
    { answer: (_path, response) => Boolean(response.writeHead(302, { location: 'http://127.0.0.1/' }).end()) },
    /redirects to http:\/\/127.0.0.1\/; redirects are not followed/,
  ],
  ['an error', { answer: (_path, response) => Boolean(response.writeHead(500).end()) }, /answers 500/],
];

describe('a provider that publishes', () => {
  it.each(discoveries)('%s is refused by the test, and at the start', async (_what, misdeeds, reason) => {
    await save();
    provider.misdeeds = misdeeds;
    expect(await look()).toMatchObject({ status: 400, json: { detail: expect.stringMatching(reason) } });
    expect(await server.ask('GET', '/auth/oidc/start')).toMatchObject({ status: 400, json: { code: 'auth.provider' } });
  });
});

describe('the test of a provider', () => {
  const unknownHost = expect.stringContaining('add it to SHOWRUNNER_ALLOWED_HOSTS');

  it('names what it found', async () => {
    expect((await look()).json).toEqual({
      ok: true,
      issuer: provider.issuer,
      endpoints: ['authorization_endpoint', 'jwks_uri', 'token_endpoint', 'userinfo_endpoint'],
      warnings: [unknownHost],
    });
    expect(provider.asked).not.toContain('/authorize');
  });

  it('tells a wrong secret, an unknown client and missing keys', async () => {
    expect(await warnings({ client_secret: 'wrong' })).toContainEqual(expect.stringMatching(/client_secret is wrong/));
    expect(await warnings({ client_id: 'other' })).toContainEqual(
      expect.stringMatching(/does not know this client_id/),
    );
    expect(await warnings({ jwks_uri: `${provider.issuer}/elsewhere` })).toContainEqual(
      expect.stringMatching(/publishes no key/),
    );
  });

  it('warns of scopes and PKCE that the provider does not offer', async () => {
    provider.misdeeds = {
      discovery: (all) => ({ ...all, scopes_supported: ['openid'], code_challenge_methods_supported: ['plain'] }),
    };
    const said = (await warnings()).join('\n');
    expect(said).toMatch(/does not offer profile, email, groups/);
    expect(said).toMatch(/does not know PKCE with S256/);
  });

  it('takes a slash at the end of the issuer for nothing', async () => {
    expect((await look({ issuer_url: `${provider.issuer}/` })).status).toBe(200);
  });

  it('has nothing to test in the mode local', async () => {
    expect((await look({ mode: 'local' })).status).toBe(400);
  });
});

describe('addresses of a provider', () => {
  it.each(['127.0.0.1', '10.0.0.1', '169.254.169.254', '[::1]', '[::ffff:192.168.1.1]', '0.0.0.0', 'localhost'])(
    'are not %s unless that was allowed',
    async (host) => {
      const answer = await look({ issuer_url: `http://${host}:9`, allow_private_endpoints: false });
      expect(answer).toMatchObject({ status: 400, json: { detail: expect.stringMatching(/allow_private_endpoints/) } });
    },
  );

  it('that it publishes itself are looked at as well', async () => {
    await save({ discovery_url: `${provider.issuer}/.well-known/openid-configuration` });
    provider.misdeeds = { discovery: (all) => ({ ...all, jwks_uri: 'ftp://127.0.0.1/keys' }) };
    await expect(signInAt(server, provider)).rejects.toThrow(/does not begin with https/);
  });

  it('are never followed to a program that was not asked', async () => {
    const callers: string[] = [];
    const neighbour = createServer((socket) => {
      callers.push('called');
      socket.destroy();
    });
    await new Promise<void>((resolve) => neighbour.listen(0, '127.0.0.1', resolve));
    const { port } = neighbour.address() as { port: number };
    provider.misdeeds = {
      answer: (_path, response) => Boolean(response.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end()),
    };
    expect((await look()).status).toBe(400);
    neighbour.close();
    expect(callers).toEqual([]);
  });

  it('with a certificate that nobody trusts are refused with the reason', async () => {
    const answer = await look({ issuer_url: provider.issuer.replace('http:', 'https:') });
    expect(answer).toMatchObject({ status: 400, json: { detail: expect.stringMatching(/^No answer from/) } });
  });
});

/** What a library would never sign: the public key as the secret of a symmetric signature. */
function forgeHs256(claims: object, secret: string): string {
  const forged = jwt.sign(claims, Buffer.from(secret), {
    algorithm: 'HS256',
    keyid: 'key-1',
    allowInvalidAsymmetricKeyTypes: true,
  });
  return forged;
}
