import { describe, expect, it } from 'vitest';
import { catalog } from '../fixtures/catalog.ts';
import { load } from '../fixtures/load.ts';
import { findEntry, listEntries } from './list-entries.ts';
import { resolveServiceName } from './resolve-service-name.ts';

const { stored } = load({
  sonarr: { instances: { Default: {}, Anime: { enabled: true, process_name: 'My Anime' } } },
});

describe('listEntries', () => {
  it('lists the control plane first, then services and their instances, but no mere settings', () => {
    const names = listEntries(stored, catalog).map(({ processName }) => processName);
    expect(names.slice(0, 3)).toEqual(['DUMB API', 'DUMB Frontend', 'Traefik']);
    expect(names).toContain('My Anime');
    expect(listEntries(stored, catalog).map(({ serviceKey }) => serviceKey)).not.toContain('seerr_sync');
  });

  it('tells a template that nobody enabled from an instance', () => {
    const sonarr = listEntries(stored, catalog).filter(({ serviceKey }) => serviceKey === 'sonarr');
    expect(sonarr.map(({ instance, template, enabled, path }) => ({ instance, template, enabled, path }))).toEqual([
      { instance: 'Default', template: true, enabled: false, path: ['sonarr', 'instances', 'Default'] },
      { instance: 'Anime', template: false, enabled: true, path: ['sonarr', 'instances', 'Anime'] },
    ]);
  });
});

describe('a scaled service', () => {
  const scaled = (scale: number) => {
    const document = load({ mediastorm: { enabled: true, port: 3100, scale } }).stored;
    return listEntries(document, catalog).filter(({ serviceKey }) => serviceKey === 'mediastorm');
  };

  it('is listed once for each copy, each with a name, a port and a log of its own', () => {
    expect(scaled(3).map(({ processName, config }) => [processName, config['port'], config['log_file']])).toEqual([
      ['mediastorm', 3100, '/log/mediastorm.log'],
      ['mediastorm-1', 3101, '/log/mediastorm-1.log'],
      ['mediastorm-2', 3102, '/log/mediastorm-2.log'],
    ]);
    expect(scaled(3).map(({ replica }) => replica?.index)).toEqual([0, 1, 2]);
  });

  it('of no copies is there and off', () => {
    expect(scaled(0).map(({ processName, enabled }) => [processName, enabled])).toEqual([['mediastorm', false]]);
  });
});

describe('findEntry', () => {
  it('takes a process name exactly as it is written', () => {
    expect(findEntry(stored, catalog, 'My Anime')?.instance).toBe('Anime');
    expect(findEntry(stored, catalog, 'my anime')).toBeUndefined();
  });
});

describe('resolveServiceName', () => {
  it.each([
    ['PLEX', 'plex', null],
    ['plex media server', 'plex', null],
    ['riven', 'riven_backend', null],
    ['NzbDAV', 'infinidysk', null],
    ['huntarr', 'neutarr', null],
    ['My Anime', 'sonarr', 'Anime'],
  ])('reads %s', (name, serviceKey, instance) => {
    expect(resolveServiceName(catalog, stored, name)).toEqual({ serviceKey, instance });
  });

  it('does not guess', () => {
    expect(resolveServiceName(catalog, stored, 'nope')).toBeUndefined();
    expect(resolveServiceName(catalog, stored, 'my anime')).toBeUndefined();
  });
});
