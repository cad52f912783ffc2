import { describe, expect, it } from 'vitest';
import { load, problemOf } from '../fixtures/load.ts';
import { getIn } from '../json/path.ts';

describe('canonicalise', () => {
  it('takes nzbdav for infinidysk, as a key and as an owner, but not inside of zurg', () => {
    const { stored } = load({
      nzbdav: { enabled: true, frontend_port: 3100 },
      sonarr: { instances: { A: { core_service: 'decypharr, nzbdav' }, B: { core_service: ['NzbDAV'] } } },
      zurg: { instances: { Z: { key_type: 'nzbdav' } } },
    });
    expect(stored['nzbdav']).toBeUndefined();
    expect(getIn(stored, ['infinidysk', 'frontend_port'])).toBe(3100);
    expect(getIn(stored, ['sonarr', 'instances', 'A', 'core_service'])).toBe('decypharr, infinidysk');
    expect(getIn(stored, ['sonarr', 'instances', 'B', 'core_service'])).toEqual(['infinidysk']);
    expect(getIn(stored, ['zurg', 'instances', 'Z', 'key_type'])).toBe('nzbdav');
  });

  it('refuses both names of one service', () => {
    const problem = problemOf(() => load({ nzbdav: {}, infinidysk: {} }));
    expect(problem.code).toBe('document.invalid');
    expect(problem.issues.map(({ path }) => path)).toEqual([['nzbdav']]);
  });

  it('reads a blank release that is wanted as the latest one', () => {
    const { stored } = load({ plex: { release_version_enabled: true, release_version: ' ' } });
    expect(getIn(stored, ['plex', 'release_version'])).toBe('latest');
  });

  it('reads null as blank where a text belongs, and only there', () => {
    const { stored } = load({ riven_backend: { wait_for_dir: null }, mine: null });
    expect(getIn(stored, ['riven_backend', 'wait_for_dir'])).toBe('');
    expect(stored['mine']).toBeNull();
    expect(problemOf(() => load({ plex: { port: null } })).code).toBe('document.invalid');
  });
});
