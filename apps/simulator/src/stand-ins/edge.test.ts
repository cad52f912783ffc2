import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFreePort } from '../testing/free-port.ts';
import { runStandIn } from '../testing/run-program.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edge-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A configuration that Authelia takes, with what a test changes. */
async function authelia(
  changes: { portal?: string; more?: string; env?: Record<string, string>; users?: string } = {},
) {
  const { portal = 'https://auth.example.org', more = '', env = {} } = changes;
  await mkdir(join(folder, 'secrets'), { recursive: true });
  const secrets = {
    AUTHELIA_SESSION_SECRET_FILE: 'session',
    AUTHELIA_STORAGE_ENCRYPTION_KEY_FILE: 'storage',
    AUTHELIA_STORAGE_POSTGRES_PASSWORD_FILE: 'postgres',
    AUTHELIA_IDENTITY_VALIDATION_RESET_PASSWORD_JWT_SECRET_FILE: 'reset',
  };
  for (const name of Object.values(secrets)) await writeFile(join(folder, 'secrets', name), 'x'.repeat(64));
  await writeFile(join(folder, 'users.yml'), changes.users ?? 'users:\n  ada: { displayname: Ada, password: x }\n');
  await writeFile(
    join(folder, 'configuration.yml'),
    [
      'server: { address: "tcp://0.0.0.0:9091/" }',
      `authentication_backend: { file: { path: "${folder}/users.yml" } }`,
      'access_control: { default_policy: deny, rules: [{ domain: [example.org], policy: one_factor }] }',
      `session: { cookies: [{ domain: example.org, authelia_url: "${portal}" }] }`,
      'storage: { postgres: { address: "tcp://127.0.0.1:1", database: authelia, username: x } }',
      'notifier: { filesystem: { filename: /dev/null } }',
      more,
    ].join('\n'),
  );
  const files = Object.entries(secrets).map(([name, file]) => [name, join(folder, 'secrets', file)] as const);
  const validate = runStandIn('authelia', {
    args: ['config', 'validate', '--config', join(folder, 'configuration.yml')],
    env: { ...Object.fromEntries(files), ...env },
  });
  return { code: await validate.whenEnded(), text: validate.output() };
}

describe('stand-in of Authelia', () => {
  it('takes a configuration that is right', async () => {
    expect(await authelia()).toMatchObject({ code: 0, text: expect.stringContaining('without errors') });
  });

  it.each([
    ['a portal without https', { portal: 'http://auth.example.org' }, 'does not have a secure scheme'],
    ['a portal outside of its domain', { portal: 'https://auth.example.com' }, 'does not share a cookie scope'],
    ['a key that it does not know', { more: 'greeting: hello' }, 'configuration key not expected: greeting'],
    ['OpenID Connect without clients', { more: 'identity_providers: { oidc: {} }' }, 'one or more clients'],
    [
      'the variable alone that activates OpenID Connect',
      { env: { AUTHELIA_IDENTITY_PROVIDERS_OIDC_HMAC_SECRET_FILE: '/dev/null' } },
      'one or more clients',
    ],
    ['no user', { users: 'users: {}\n' }, 'users: non zero value required'],
    [
      'a secret that is not there',
      { env: { AUTHELIA_STORAGE_ENCRYPTION_KEY_FILE: '/nowhere' } },
      'file does not exist',
    ],
  ])('refuses %s, and says so on its standard output', async (_what, changes, message) => {
    expect(await authelia(changes)).toMatchObject({ code: 1, text: expect.stringContaining(message) });
  });
});

describe('stand-in of cloudflared', () => {
  const tokenOf = (secret: string) =>
    btoa(JSON.stringify({ a: 'account', s: btoa(secret), t: '5f0d1c3e-0f2a-4e0e-9a53-0d3f0b6c8a11' }));
  const run = (port: number, env: Record<string, string>, args: readonly string[] = []) =>
    runStandIn('cloudflared', {
      args: ['tunnel', '--no-autoupdate', '--metrics', `127.0.0.1:${port}`, ...args, 'run'],
      env,
    });

  it.each([
    ['no token', {}, [], 'requires the ID or name of the tunnel'],
    ['what is no token', { TUNNEL_TOKEN: 'abc' }, [], 'Provided Tunnel token is not valid'],
    ['a flag that it does not know', { TUNNEL_TOKEN: 'abc' }, ['--loud'], 'flag provided but not defined: -loud'],
  ])('ends with %s', async (_what, env, args, message) => {
    const program = run(await findFreePort(), env, args);
    expect(await program.whenEnded()).not.toBe(0);
    expect(program.output()).toContain(message);
  });

  it('is ready with a tunnel that stands, and lives on without being ready where Cloudflare refuses it', async () => {
    const [good, bad] = [await findFreePort(), await findFreePort()];
    await using standing = run(good, { TUNNEL_TOKEN: tokenOf('secret') });
    await using refused = run(bad, { TUNNEL_TOKEN: tokenOf('bad-secret') });
    await standing.whenSaid('Registered tunnel connection');
    await refused.whenSaid('Unauthorized: Invalid tunnel secret');
    const ready = async (port: number) => (await fetch(`http://127.0.0.1:${port}/ready`)).status;
    expect([await ready(good), await ready(bad)]).toEqual([200, 503]);
  });
});

describe('stand-in of Traefik Proxy Admin', () => {
  it('ends without the secret of its sessions', async () => {
    const program = runStandIn('traefik_proxy_admin', { cwd: folder, env: { ADMIN_AUTH_ENABLED: 'true' } });
    expect(await program.whenEnded()).toBe(1);
    expect(program.output()).toContain('ADMIN_AUTH_SECRET is required');
  });
});
