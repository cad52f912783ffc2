import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import type { FileOp } from '../../vocabulary/files.ts';
import { altmount } from './manifest.ts';

const ops = altmount.runtime?.files?.[0]?.ops ?? [];
const opsAt = (...at: readonly string[]): readonly FileOp[] => ops.filter((op) => op.at.join('.') === at.join('.'));

describe('manifest of altmount', () => {
  it('reads the levels of a real log, of the file and of what is printed', () => {
    const logs = altmount.runtime?.logs ?? { from: 'output', patterns: [] };
    const levels = readSample(logs, new URL('fixtures/log.txt', import.meta.url)).map(([level]) => level);
    expect(levels).toEqual(['INFO', 'ERROR', 'INFO', 'DEBUG', 'WARNING', 'ERROR']);
  });

  it('writes a file that only the program can read, whole from the start', () => {
    const [file] = altmount.runtime?.files ?? [];
    expect(file).toMatchObject({ mode: 0o600, owner: 'service' });
    const blocks = new Set(ops.map(({ at }) => at[0]));
    const wanted = [
      'webdav',
      'api',
      'auth',
      'database',
      'metadata',
      'mount_path',
      'mount_type',
      'rclone',
      'sabnzbd',
      'arrs',
      'log',
      'providers',
    ];
    expect([...blocks]).toEqual(expect.arrayContaining(wanted));
  });

  it('moves the port in the file as well, each time', () => {
    expect(opsAt('webdav', 'port')).toEqual([{ op: 'set', at: ['webdav', 'port'], value: '${port.web}' }]);
  });

  it('gives the library no well-known password, and none that rclone takes for an obscured one', () => {
    const [password] = opsAt('webdav', 'password');
    expect(password).toMatchObject({ op: 'set-default', secret: true });
    // Base64 for URLs, of which rclone's obscured form consists, has no full stop.
    expect(String(password?.value)).toMatch(/\.$/);
  });

  it('makes an API key of the 32 characters that AltMount takes', () => {
    expect(altmount.secrets?.['api_key']).toEqual({ kind: 'hex32' });
  });

  it('takes the name of the newest release for no pin', () => {
    expect(altmount.defaults['pinned_version']).toBe('latest');
    expect(altmount.runtime?.source).toMatchObject({ selectors: expect.arrayContaining(['latest', 'tag']) });
  });

  it('writes the categories under which the Arrs hand over', () => {
    const names = opsAt('sabnzbd', 'categories').map(({ value }) => (value as { name: string }).name);
    expect(names).toEqual(['Default', 'movies', 'tv', 'music', 'adult']);
  });

  it('shows no secret in a plan', () => {
    const values = ops.filter(({ value }) => /secret\.|API_KEY|password|rc_pass/.test(JSON.stringify(value ?? '')));
    expect(values.length).toBeGreaterThan(5);
    expect(values.filter(({ secret }) => secret !== true)).toEqual([]);
  });

  it('has a file of a person and what becomes of it as fixtures', () => {
    const text = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
    for (const kept of ['# mine', '# of the living room', 'dir: shows', 'name: books', 'news.example.org']) {
      expect(text('config.after.yaml')).toContain(kept);
    }
  });
});
