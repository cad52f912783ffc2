import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findFreePort } from '../testing/free-port.ts';
import { planStack } from '../testing/planned.ts';
import { runStandIn } from '../testing/run-program.ts';

const password = 'correct horse';
const plan = (values: Readonly<Record<string, string | number | Readonly<Record<string, string>>>> = {}) =>
  planStack(
    { kind: 'compose', cores: [], optionals: ['aiostreams'] },
    {
      'aiostreams/auth_password': password,
      ...Object.fromEntries(Object.entries(values).map(([key, value]) => [`aiostreams/${key}`, value])),
    },
  ).unit('AIOStreams');

describe('AIOStreams as it is planned', () => {
  it('gets an address of this machine that moves with its port, and leaves any other one alone', () => {
    expect(plan({ port: 3010 }).env).toMatchObject({
      PORT: '3010',
      BASE_URL: 'http://localhost:3010',
      INTERNAL_URL: 'http://127.0.0.1:3010',
    });
    expect(plan({ port: 3010, base_url: 'https://streams.example.org/aio' }).env['BASE_URL']).toBe(
      'https://streams.example.org/aio',
    );
  });

  it('gets a key that is made for it, or the one that a person has', () => {
    expect(plan().env['SECRET_KEY']).toBe('aiostreams/secret_key');
    const own = 'c'.repeat(64);
    expect(plan({ secret_key: own }).env['SECRET_KEY']).toBe(own);
  });

  it('gets accounts from its fields unless somebody has written them into its environment', () => {
    expect(plan().env).toMatchObject({
      AIOSTREAMS_AUTH: `admin:${password}`,
      AIOSTREAMS_AUTH_PERMISSIONS: 'admin=admin',
      LD_PRELOAD: '',
    });
    const { env } = plan({ env: { AIOSTREAMS_AUTH: 'me:mine', SYSTEM_LIFECYCLE_ENABLED: 'true' } });
    expect(env).toMatchObject({ AIOSTREAMS_AUTH: 'me:mine', SYSTEM_LIFECYCLE_ENABLED: 'false' });
    expect(env).not.toHaveProperty('AIOSTREAMS_AUTH_PERMISSIONS');
  });

  it('is refused without a password, in a sentence', () => {
    const without = planStack({ kind: 'compose', cores: [], optionals: ['aiostreams'] });
    expect(without.refused).toEqual([expect.stringContaining('AIOStreams needs a password for its own page')]);
  });
});

describe('stand-in of AIOStreams', () => {
  it('answers health and names its address in its addon, and notices another key', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aiostreams-'));
    try {
      const port = await findFreePort();
      const start = (over: Readonly<Record<string, string>> = {}) =>
        runStandIn('aiostreams', { cwd: folder, env: { ...plan({ port }).env, SECRET_KEY: 'a'.repeat(64), ...over } });
      {
        await using aiostreams = start();
        await aiostreams.whenSaid('Server running');
        const base = `http://127.0.0.1:${port}`;
        expect(await (await fetch(`${base}/api/v1/health`)).json()).toMatchObject({ success: true });
        const manifest = (await (await fetch(`${base}/stremio/manifest.json`)).json()) as { logo: string };
        expect(manifest.logo).toBe(`http://localhost:${port}/logo.png`);
        const sign = (text: string) =>
          fetch(`${base}/api/v1/dashboard`, { headers: { authorization: `Basic ${btoa(text)}` } });
        expect((await sign(`admin:${password}`)).status).toBe(200);
        expect((await sign('admin:wrong')).status).toBe(401);
        expect(aiostreams.output()).not.toContain('cannot be decrypted');
      }
      await using other = start({ SECRET_KEY: 'b'.repeat(64) });
      await other.whenSaid('cannot be decrypted');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it.each([
    [{ SECRET_KEY: 'short' }, 'SECRET_KEY'],
    [{ BASE_URL: 'nowhere' }, 'BASE_URL'],
    [{ AIOSTREAMS_AUTH: 'nobody' }, 'AIOSTREAMS_AUTH'],
    [{ DATABASE_URI: 'mysql://x' }, 'DATABASE_URI'],
  ])('refuses %j', async (over, name) => {
    const env = { ...plan().env, SECRET_KEY: 'a'.repeat(64), ...over };
    const refused = runStandIn('aiostreams', { cwd: tmpdir(), env });
    expect([await refused.whenEnded(), refused.output()]).toEqual([1, expect.stringContaining(name)]);
  });
});
