import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { plexDebrid } from './manifest.ts';
import { settingsSeed } from './settings-seed.ts';

const { runtime } = plexDebrid;
const ops = runtime?.files?.[0]?.ops ?? [];

describe('manifest of plex_debrid', () => {
  it('reads errors as errors, and a title with that word as what it is', () => {
    const logs = runtime?.logs ?? { from: 'output', patterns: [] };
    const levels = readSample(logs, new URL('fixtures/log.txt', import.meta.url)).map(([level]) => level);
    expect(levels).toEqual(['INFO', 'ERROR', 'ERROR', 'INFO', 'INFO']);
  });

  it('has a settings file before its first start: the wizard would wait for ever', () => {
    const written = new Set(ops.map(({ at }) => at[0]));
    for (const key of ['Show Menu on Startup', 'version', 'Library ignore services']) expect(written).toContain(key);
    const lists = [
      'Content Services',
      'Library collection service',
      'Library update services',
      'Sources',
      'Debrid Services',
    ];
    for (const key of lists) expect(settingsSeed).toHaveProperty([key, 0]);
  });

  it('leaves every list to the person once it is there', () => {
    const lists = ops.filter(({ at }) => Object.hasOwn(settingsSeed, at[0] ?? ''));
    expect(new Set(lists.map(({ op }) => op))).toEqual(new Set(['set-default']));
  });

  it('runs as a service, with the program’s own words for true and false', () => {
    expect(runtime?.run.argv).toContain('-service');
    expect(ops.filter(({ at }) => at[0] === 'Log to file').map(({ value }) => value)).toEqual(['true']);
  });

  it('is installed from its branch, keeps only its settings, and keeps the Trakt token with them', () => {
    expect(runtime?.source).toMatchObject({ selectors: ['branch'] });
    expect(runtime?.artifact.persist).toEqual(['config']);
    expect(runtime?.build?.[1]).toMatchObject({ kind: 'replace-in-files', replace: 'env_file = "./config/.env"' });
  });

  it('reads its version, is the last of the list, and says that it is deprecated', () => {
    const version = runtime?.artifact.version;
    const pattern = version?.kind === 'file' ? version.pattern : '';
    expect(new RegExp(pattern, 'm').exec(`version = ['2.103', "Settings compatible update", []]\n`)?.[1]).toBe('2.103');
    expect(plexDebrid.deprecated).toBeDefined();
  });

  it('says what is wrong where it waits for an answer that cannot come', () => {
    const said = 'Error: It seems this terminal is not interactive! Please make sure to allow user input';
    expect(runtime?.diagnoses?.find(({ pattern }) => new RegExp(pattern).test(said))?.code).toBe('service.setting');
  });
});
