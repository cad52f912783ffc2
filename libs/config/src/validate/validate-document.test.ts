import { describe, expect, it } from 'vitest';
import type { Json } from '@showrunner/contracts';
import { catalog } from '../fixtures/catalog.ts';
import { setIn } from '../json/path.ts';
import { defaultDocument } from '../shape/default-document.ts';
import { validateDocument } from './validate-document.ts';

const valid = defaultDocument(catalog);
const after = (path: readonly string[], value: Json) =>
  validateDocument(setIn(valid, path, value), catalog, { strict: true });

const cases: readonly (readonly [path: readonly string[], value: Json, message: string, remedy: string | undefined])[] =
  [
    [['plex', 'port'], '8080', 'must be a whole number, not "8080"', 'remove the quotes'],
    [['plex', 'port'], 70000, 'must be at most 65535, not 70000', undefined],
    [['plex', 'enabled'], 'true', 'must be true or false, not "true"', 'remove the quotes'],
    [['plex', 'process_name'], '', 'must not be blank', undefined],
    [['plex', 'commit_sha'], 'abc', 'must be a full commit id, not "abc"', 'use all 40 digits, or leave it blank'],
    [
      ['plex', 'auto_update_start_time'],
      '4:00',
      'must be a time of day, not "4:00"',
      'write it as HH:MM, such as 04:00',
    ],
    [['data_root'], 'data', 'must be an absolute path, not "data"', 'begin it with /'],
    [['dumb', 'github_rate_limit_max_wait_seconds'], 3601, 'must be at most 3600, not 3601', undefined],
    [['dumb', 'install_cache', 'max_size_gib'], 0, 'must be at least 1, not 0', undefined],
    [['dumb', 'startup', 'speed'], 1, 'is not known here', 'remove it'],
    [['dumb', 'github_token'], 5, 'must be a text, not what is there now', undefined],
    [
      ['dumb', 'notifications', 'destinations', '0', 'provider'],
      'pigeon',
      'must be one of apprise, webhook, not "pigeon"',
      undefined,
    ],
    [
      ['plex', 'mem_limit'],
      'much',
      'must be an amount of memory, not "much"',
      'write it with its unit, such as 512m or 2g',
    ],
    [
      ['plex', 'mem_limit'],
      512,
      'must be at least 4m, not 512; no program starts in less',
      'a number is bytes; write it with its unit, such as 512m',
    ],
    [
      ['plex', 'mem_limit'],
      '64k',
      'must be at least 4m, not "64k"; no program starts in less',
      'write it with its unit, such as 512m',
    ],
    [['plex', 'cpus'], 0, 'must be at least 0.01, not 0', undefined],
    [['plex', 'cpus'], '0.5', 'must be a number, not "0.5"', 'remove the quotes'],
    [['plex', 'pids_limit'], 2.5, 'must be a whole number, not 2.5', undefined],
    [['plex', 'ulimits', 'nofile'], 'all', 'must be a number, not "all"', undefined],
    [['seerr_sync', 'poll_interval_seconds'], 5, 'must be at least 10, not 5', undefined],
    [['plex', 'log_file'], '/log/../etc/x', 'must not lead up with ..', 'write the path that is meant'],
    [['plex', 'config_dir'], '//etc', 'must not be in a folder of the system', 'use one below /log or /config'],
    [['plex', 'config_dir'], '/plex\0', 'has a character in it that cannot be seen', 'type it again'],
  ];

describe('validateDocument', () => {
  it.each(cases)('says what is wrong with %s = %j', (path, value, message, remedy) => {
    const indexed = path.map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    const base = path.includes('0') ? setIn(valid, path.slice(0, -2), [{ provider: 'webhook' }]) : valid;
    const issues = validateDocument(setIn(base, path, value), catalog, { strict: true });
    expect(issues).toEqual([{ path: indexed, message, ...(remedy === undefined ? {} : { remedy }) }]);
  });

  it('names what is missing', () => {
    expect(after(['plex'], { enabled: true })).toEqual([
      { path: ['plex', 'process_name'], message: 'is missing', remedy: 'add it' },
    ]);
  });

  it('refuses one name for two enabled entries, not for disabled ones', () => {
    const named = setIn(valid, ['traefik', 'process_name'], 'plex  MEDIA server');
    expect(validateDocument(named, catalog)).toEqual([]);
    const both = setIn(setIn(named, ['traefik', 'enabled'], true), ['plex', 'enabled'], true);
    expect(validateDocument(both, catalog).map(({ path }) => path)).toEqual([['plex', 'process_name']]);
  });

  it('refuses a name that no file could be named after', () => {
    const named = setIn(setIn(valid, ['plex', 'process_name'], '///'), ['plex', 'enabled'], true);
    expect(validateDocument(named, catalog)[0]?.remedy).toBe('use some of a–z or 0–9');
  });

  it('shows no value that a secret is in', () => {
    const issues = after(['dumb', 'notifications', 'destinations'], { url: 'https://hook.example/secret' });
    expect(JSON.stringify(issues)).not.toContain('hook.example');
  });
});
