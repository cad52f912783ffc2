import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { seerr } from './manifest.ts';

const { runtime } = seerr;

describe('manifest of seerr', () => {
  it('reads the levels of a real log, with a label and without', () => {
    const logs = runtime?.logs ?? { from: 'output', patterns: [] };
    const lines = readSample(logs, new URL('fixtures/log.txt', import.meta.url));
    expect(lines.map(([level]) => level.toUpperCase())).toEqual(['INFO', 'INFO', 'DEBUG', 'WARN', 'ERROR']);
    expect(lines[1]?.[1]).toContain('[Server]: Server ready on port 5055');
  });

  it('finds the log under its present and its former name, and never the one for machines', () => {
    const from = runtime?.logs.from;
    const glob = typeof from === 'object' ? (from.own.split('/').at(-1) ?? '') : '';
    const pattern = new RegExp(`^${glob.split('*').join('.*').replaceAll('.log', '\\.log')}$`);
    const names = ['seerr-2026-01-01.log', 'jellyseerr-2024-01-01.log', '.machinelogs-2026-01-01.json', 'seerr.log.gz'];
    expect(names.map((name) => pattern.test(name))).toEqual([true, true, false, false]);
    expect(seerr.defaults['log_file']).toBe('/seerr/default/config/logs/seerr.log');
  });

  it('is built on a newer Node than it names, in two parts, without a browser for tests', () => {
    const [engines, build] = runtime?.build ?? [];
    expect(engines).toMatchObject({ find: 'engine-strict=true', replace: 'engine-strict=false', expect: 'optional' });
    expect(build).toMatchObject({ scripts: ['build:next', 'build:server'], env: { CYPRESS_INSTALL_BINARY: '0' } });
    expect(runtime?.artifact.ready).toContain('dist/index.js');
  });

  it('keeps the settings of each instance through an update', () => {
    expect(runtime?.artifact.persist).toEqual(['config']);
    expect(seerr.defaults['exclude_dirs']).toEqual([`${String(seerr.instances?.pathPrefix)}/config`]);
  });

  it('writes no file of its own: the settings are the program’s', () => {
    expect(runtime?.files ?? []).toEqual([]);
    expect(runtime?.run.env).not.toHaveProperty('API_KEY');
  });

  it('comes after the media servers, all of them or those that it names', () => {
    const order = seerr.requires.filter(({ kind }) => kind === 'order');
    expect(order.map(({ service, until, instance }) => [service, until, instance])).toEqual(
      ['plex', 'jellyfin', 'emby'].flatMap((service) => [
        [service, 'healthy', undefined],
        [service, 'healthy', 'tagged'],
      ]),
    );
    expect(order.every(({ enable }) => !enable)).toBe(true);
  });
});
