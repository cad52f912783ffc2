import { describe, expect, it } from 'vitest';
import { checkCatalog, inDocumentOrder } from '../check/index.ts';
import { createCatalog } from '../catalog.ts';
import { services } from '../index.gen.ts';

const catalog = createCatalog(services);
const keys = services.map(({ manifest }) => manifest.key);
const manifests = services.map(({ manifest }) => manifest);

describe('the services of the catalogue', () => {
  it('stand in the order of the document', () => {
    expect(keys).toEqual(inDocumentOrder(keys));
  });

  it('break no rule that needs no folder', () => {
    expect(checkCatalog(services, [])).toEqual([]);
  });

  it.each(manifests.map((manifest) => [manifest.key, manifest] as const))(
    '%s can be switched on, is off, and stops in time',
    (_key, manifest) => {
      expect(typeof manifest.defaults['enabled']).toBe('boolean');
      expect(manifest.defaults['enabled']).toBe(manifest.kind === 'control-plane');
      expect(manifest.stop.graceMs).toBeGreaterThanOrEqual(10_000);
      expect(manifest.stop.graceMs).toBeLessThanOrEqual(90_000);
    },
  );

  it('have process names that differ even without spaces and in lower case', () => {
    const names = manifests
      .filter(({ kind }) => kind !== 'settings')
      .map(({ defaults }) => String(defaults['process_name']).replaceAll(' ', '').toLowerCase());
    expect(new Set(names).size).toBe(names.length);
  });

  it('have instances where more than one can run', () => {
    const many = manifests.filter(({ instances }) => instances !== undefined).map(({ key }) => key);
    expect(many.sort()).toEqual([
      'lidarr',
      'neutarr',
      'profilarr',
      'prowlarr',
      'radarr',
      'rclone',
      'seerr',
      'sonarr',
      'whisparr',
      'zurg',
    ]);
  });

  it('are offered in the order of the wizard', () => {
    const offered = (isCore: boolean) =>
      manifests
        .filter(({ role, onboarding }) => onboarding !== undefined && (role === 'core') === isCore)
        .sort((a, b) => (a.onboarding?.order ?? 0) - (b.onboarding?.order ?? 0))
        .map(({ key }) => key);
    expect(offered(true).slice(0, 8)).toEqual([
      'plex',
      'jellyfin',
      'emby',
      'cli_debrid',
      'decypharr',
      'infinidysk',
      'altmount',
      'riven_backend',
    ]);
    expect(offered(true).at(-1)).toBe('plex_debrid');
    expect(offered(false).slice(0, 4)).toEqual(['zilean', 'pgadmin', 'postgres', 'riven_frontend']);
  });

  it('media servers stop first, databases last', () => {
    const inTier = (tier: string) => manifests.filter(({ stopTier }) => stopTier === tier).map(({ key }) => key);
    expect(inTier('media')).toEqual(['emby', 'jellyfin', 'plex']);
    expect(inTier('databases')).toEqual(['postgres', 'pgadmin']);
  });

  it('depend on each other in no circle', () => {
    const visit = (key: string, path: readonly string[]): readonly string[] => {
      if (path.includes(key)) return [...path.slice(path.indexOf(key)), key];
      const edges = catalog.manifest(key)?.requires.filter(({ until }) => until !== 'installed') ?? [];
      return edges.map(({ service }) => visit(service, [...path, key])).find((circle) => circle.length > 0) ?? [];
    };
    expect(keys.map((key) => visit(key, [])).filter((circle) => circle.length > 0)).toEqual([]);
  });
});

describe('a database for an instance', () => {
  it('has exactly one name, whichever way the instance is called and whatever is asked for', () => {
    const sonarr = catalog.manifest('sonarr');
    const databases = sonarr?.requires.filter(({ database }) => database !== undefined).map(({ database }) => database);
    expect(databases).toEqual([
      '${self.postgres_main_db}',
      'sonarr-main',
      'sonarr_${instance.slug}_main',
      '${self.postgres_log_db}',
      'sonarr-log',
      'sonarr_${instance.slug}_log',
    ]);
  });
});
