import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { authelia } from './manifest.ts';

const { runtime, fields = {} } = authelia;
const files = runtime?.files ?? [];
const takes = (field: string, value: string): boolean => new RegExp(fields[field]?.pattern ?? '^never$').test(value);

describe('manifest of authelia', () => {
  it('reads the levels and messages of a real log', () => {
    const logs = runtime?.logs ?? { from: 'output', patterns: [] };
    const lines = readSample(logs, new URL('fixtures/log.txt', import.meta.url));
    expect(lines.map(([level]) => level)).toEqual(['info', 'info', 'warning', 'error', 'fatal']);
    expect(lines[3]?.[1]).toBe("Unsuccessful 1FA authentication attempt by user 'admin'");
  });

  it('never lets go of a secret that is there: its data is unreadable with another one', () => {
    const kept = files.filter(({ path }) => /secrets\/(session|storage|reset-password)$/.test(path));
    expect(kept).toHaveLength(3);
    for (const { ops, mode } of kept) {
      expect(ops).toMatchObject([{ op: 'set-if-blank', secret: true }]);
      expect(mode).toBe(0o600);
    }
  });

  it('follows the password of the database, in a file that nobody else reads', () => {
    const file = files.find(({ path }) => path.endsWith('secrets/postgres-password'));
    expect(file).toMatchObject({ mode: 0o600, ops: [{ op: 'set', value: '${svc.postgres.password}', secret: true }] });
  });

  it('has no section and no variable for OpenID Connect, which end its start without clients', () => {
    expect(JSON.stringify([runtime?.files, runtime?.run.env])).not.toMatch(/identity_providers|OIDC/i);
  });

  it('writes each line of its log once', () => {
    const [configuration] = files;
    expect(configuration?.ops).toContainEqual({ op: 'remove', at: ['log', 'file_path'] });
  });

  it('has its download checked by the list of the release', () => {
    expect(runtime?.source).toMatchObject({ verify: { checksumFile: 'checksums.sha256' } });
  });

  it('is never shown in a frame, because people type their password there', () => {
    expect(authelia.ui?.embed).toBe(false);
  });

  it.each([
    [
      'public_url',
      ['', 'https://auth.example.org', 'https://auth.example.org:8443/portal/'],
      [
        'http://auth.example.org',
        'https://192.0.2.1',
        'https://me:x@example.org',
        'https://a.example.org/?x=1',
        'https://host',
      ],
    ],
    [
      'cookie_domain',
      ['', 'example.org', 'home.example.org'],
      ['example', '192.0.2.1', '*.example.org', 'https://x.org'],
    ],
    ['admin_password', ['', 'twelve chars', 'x'.repeat(72)], ['eleven char', 'x'.repeat(73)]],
    ['admin_username', ['', 'ada'], ['ad', 'a b c']],
  ])('takes for %s what Authelia takes', (field, good, bad) => {
    expect(good.filter((value) => !takes(field, value))).toEqual([]);
    expect(bad.filter((value) => takes(field, value))).toEqual([]);
  });
});
