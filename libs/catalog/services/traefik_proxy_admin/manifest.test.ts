import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { traefikProxyAdmin } from './manifest.ts';

const { runtime, fields = {} } = traefikProxyAdmin;

describe('manifest of traefik_proxy_admin', () => {
  it('reads the levels of a real log', () => {
    const logs = runtime?.logs ?? { from: 'output', patterns: [] };
    const levels = readSample(logs, new URL('fixtures/log.txt', import.meta.url)).map(([level]) => level);
    expect(levels).toEqual(['INFO', 'INFO', 'INFO', 'Error', 'WARNING', 'ERROR']);
  });

  it('lets people sign in over plain http, unless they say otherwise', () => {
    expect(runtime?.run.env?.['ADMIN_COOKIE_SECURE']).toBe('false');
    expect(fields['env.ADMIN_COOKIE_SECURE']?.derived).toBeUndefined();
  });

  it('has secrets that stay, and takes those that a person has brought along', () => {
    expect(traefikProxyAdmin.secrets).toEqual({ admin_auth: { kind: 'hex64' }, integration_token: { kind: 'hex64' } });
    for (const name of ['env.ADMIN_AUTH_SECRET', 'env.DUMB_INTEGRATION_TOKEN']) {
      expect(fields[name]).toMatchObject({ secret: true });
      expect(fields[name]?.derived).toBeUndefined();
    }
  });

  it('follows the port and the password of the database, whatever an old document says', () => {
    expect(fields['env.DATABASE_URL']).toMatchObject({ secret: true, derived: true });
    expect(runtime?.run.env?.['DATABASE_URL']).toContain('@${svc.postgres.host}:${svc.postgres.port}/');
  });

  it('asks the Traefik of this stack, and reads its log of requests', () => {
    expect(runtime?.run.env).toMatchObject({
      TRAEFIK_API_URL: 'http://127.0.0.1:${svc.traefik.port.dashboard}',
      TRAEFIK_ACCESS_LOG_PATH: [{}, { value: '${svc.traefik.path.access_log_file}' }],
    });
  });

  it('is run alone, with the files that Next.js leaves out of that', () => {
    expect(runtime?.run.argv).toEqual(['${toolchain.node}/node', '.next/standalone/server.js']);
    expect(runtime?.artifact.ready).toContain('.next/standalone/.next/static');
  });
});
