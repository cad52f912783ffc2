import { describe, expect, it } from 'vitest';
import { catalog } from '../fixtures/catalog.ts';
import { load, problemOf } from '../fixtures/load.ts';
import { getIn, removeIn, setIn } from '../json/path.ts';
import { maskEntry, maskSecrets, SECRET_MASK } from './mask.ts';
import { restoreSecrets } from './restore.ts';
import { secretValues } from './secret-values.ts';

const { stored } = load({
  dumb: {
    github_token: 'ghp_0123456789',
    ai: { api_key: 'sk-ai-key', profiles: [{ name: 'p', api_key: 'sk-profile' }] },
    notifications: {
      destinations: [
        { id: 'a', provider: 'webhook', url: 'https://hook.example/one', headers: { 'X-Any': 'header-one' } },
        { id: 'b', provider: 'apprise', url: 'tgram://bot/two' },
      ],
    },
    media_protection: { services: [{ process_name: 'Plex Media Server', api_key: 'plex-api-key' }] },
  },
  decypharr: { api_keys: { realdebrid: 'rd-key-1' } },
  plex: { plex_claim: 'claim-abc', env: { MY_PASSWORD: 'hunter22', PLAIN: 'shown' } },
  riven_backend: { env: { DATABASE_URL: 'postgres://u:p4ssw0rd@127.0.0.1/riven' } },
  seerr_sync: { external_subordinates: [{ url: 'https://s.example', api_key: 'seerr-key' }] },
  nobody_knows: { accessToken: 'tok-12345' },
});

describe('maskSecrets', () => {
  const masked = maskSecrets(stored, catalog);

  it.each([
    ['dumb', 'github_token'],
    ['dumb', 'ai', 'api_key'],
    ['dumb', 'ai', 'profiles', '0', 'api_key'],
    ['dumb', 'notifications', 'destinations', '0', 'url'],
    ['dumb', 'notifications', 'destinations', '0', 'headers', 'X-Any'],
    ['dumb', 'media_protection', 'services', '0', 'api_key'],
    ['decypharr', 'api_keys', 'realdebrid'],
    ['plex', 'plex_claim'],
    ['plex', 'env', 'MY_PASSWORD'],
    ['riven_backend', 'env', 'DATABASE_URL'],
    ['postgres', 'password'],
    ['seerr_sync', 'external_subordinates', '0', 'api_key'],
    ['nobody_knows', 'accessToken'],
  ])('hides %s %s', (...path) => {
    expect(getIn(masked, path)).toBe(SECRET_MASK);
  });

  it('leaves blank secrets and everything else', () => {
    expect(getIn(masked, ['dumb', 'plex_token'])).toBe('');
    expect(getIn(masked, ['plex', 'env', 'PLAIN'])).toBe('shown');
    expect(getIn(masked, ['seerr_sync', 'external_subordinates', '0', 'url'])).toBe('https://s.example');
  });

  it('hides the secrets of a single entry too', () => {
    const config = { plex_claim: 'claim-abc', friendly_name: 'Home' };
    expect(maskEntry(config, catalog, 'plex')).toEqual({ plex_claim: SECRET_MASK, friendly_name: 'Home' });
    expect(problemOf(() => maskEntry(config, catalog, 'nope')).code).toBe('service.unknown');
  });
});

describe('restoreSecrets', () => {
  const masked = maskSecrets(stored, catalog);

  it('keeps a new secret and puts the others back', () => {
    const edited = setIn(masked, ['plex', 'plex_claim'], 'claim-new');
    expect(restoreSecrets(edited, stored, catalog)).toEqual(setIn(stored, ['plex', 'plex_claim'], 'claim-new'));
  });

  it('knows an item of a list again after another was removed', () => {
    const path = ['dumb', 'notifications', 'destinations', '0'];
    expect(restoreSecrets(removeIn(masked, path), stored, catalog)).toEqual(removeIn(stored, path));
  });

  it('never stores the mask and never hands a secret to another address', () => {
    const elsewhere = setIn(masked, ['seerr_sync', 'external_subordinates', '0', 'url'], 'https://evil.example');
    const renamed = setIn(elsewhere, ['rclone', 'instances', 'New'], { api_key: SECRET_MASK });
    const problem = problemOf(() => restoreSecrets(renamed, stored, catalog));
    expect(problem.issues.map(({ path }) => path)).toEqual([
      ['seerr_sync', 'external_subordinates', 0, 'api_key'],
      ['rclone', 'instances', 'New', 'api_key'],
    ]);
  });
});

describe('secretValues', () => {
  it('lists what must not appear in a log, the longest first, without shipped defaults', () => {
    const values = secretValues(stored, catalog);
    expect(values).toContain('rd-key-1');
    expect(values).toContain('p4ssw0rd');
    expect(values).toContain('tok-12345');
    expect(values).not.toContain('postgres');
    expect(values).not.toContain('');
    expect(values.map(({ length }) => length)).toEqual(values.map(({ length }) => length).sort((a, b) => b - a));
  });

  it('knows a secret as it stands in a URL', () => {
    const { stored: document } = load({ postgres: { password: 'p@ss/word' } });
    expect(secretValues(document, catalog)).toEqual(['p%40ss%2Fword', 'p@ss/word']);
  });
});
