import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { aiostreams } from './manifest.ts';

const { runtime, fields = {} } = aiostreams;
const takes = (field: string, value: string): boolean => new RegExp(fields[field]?.pattern ?? '^never$').test(value);

describe('manifest of aiostreams', () => {
  it('reads the levels of a real log: numbers, words, a prefix in front, and its text format', () => {
    const logs = runtime?.logs ?? { from: 'output', patterns: [] };
    const lines = readSample(logs, new URL('fixtures/log.txt', import.meta.url));
    expect(lines.map(([level]) => level)).toEqual(['INFO', 'DEBUG', 'WARNING', 'ERROR', 'fatal', 'WARN']);
    expect(lines[2]?.[1]).toBe('The proxy is slow');
    expect(lines[3]?.[1]).toBe('connect ECONNREFUSED 127.0.0.1:9696');
  });

  it('never lets go of the key that its configurations are written with', () => {
    expect(aiostreams.secrets).toEqual({ secret_key: { kind: 'hex64' } });
    expect(runtime?.run.env?.['SECRET_KEY']).toEqual([
      { when: { truthy: '${self.secret_key}' }, value: '${self.secret_key}' },
      { value: '${secret.secret_key}' },
    ]);
  });

  it('keeps it from updating and restarting itself', () => {
    expect(runtime?.run.env).toMatchObject({ SYSTEM_LIFECYCLE_ENABLED: 'false' });
    expect(fields['env.SYSTEM_LIFECYCLE_ENABLED']?.derived).toBe(true);
  });

  it('hides what is secret in its entry and in its environment', () => {
    const names = [
      'auth_password',
      'secret_key',
      'database_uri',
      'env.AIOSTREAMS_AUTH',
      'env.SECRET_KEY',
      'env.DATABASE_URI',
    ];
    expect(names.filter((name) => fields[name]?.secret !== true)).toEqual([]);
  });

  it.each([
    [
      'auth_password',
      ['twelve chars', 'x'.repeat(256), ''],
      ['too short', 'with,comma in it', ' space in front', 'x'.repeat(257)],
    ],
    ['auth_username', ['admin', 'Some One'], ['', 'a:b', 'a,b', 'a|b', 'a=b', 'x'.repeat(129)]],
    [
      'base_url',
      ['', 'http://localhost:3006', 'http://127.0.0.1:3006/', 'http://nas.localhost', 'https://a.example.org/path'],
      [
        'http://nas:3006',
        'https://me:pw@example.org',
        'https://a.example.org/?q=1',
        'https://a.example.org/#x',
        'ftp://x',
      ],
    ],
    ['database_uri', ['', 'sqlite://./data/db.sqlite', 'postgres://u:p@h/d'], ['mysql://h/d', 'data/db.sqlite']],
    ['release_version', ['latest', 'v2.33.2', '2.33.2'], ['main', 'v2']],
  ])('takes for %s what AIOStreams takes', (field, good, bad) => {
    expect(good.filter((value) => !takes(field, value))).toEqual([]);
    expect(bad.filter((value) => takes(field, value))).toEqual([]);
  });

  it('asks for a password unless the accounts are given by hand', () => {
    expect(runtime?.needs).toEqual([
      expect.objectContaining({ field: 'auth_password', when: { not: { truthy: '${self.env.AIOSTREAMS_AUTH}' } } }),
    ]);
  });

  it('proves with the Node that will run it that its parts for this machine can be loaded', () => {
    const proofs = (runtime?.build ?? []).filter((step) => step.kind === 'run').map(({ argv }) => argv.join(' '));
    expect(proofs).toEqual([
      'node --check packages/server/dist/server.js',
      expect.stringContaining("require('better-sqlite3')"),
    ]);
  });
});
