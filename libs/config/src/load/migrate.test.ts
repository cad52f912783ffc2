import { describe, expect, it } from 'vitest';
import type { JsonObject } from '@showrunner/contracts';
import { load, problemOf } from '../fixtures/load.ts';
import { getIn } from '../json/path.ts';
import { configVersion } from '../settings/index.ts';
import { migrations } from './migrations/index.ts';

const cases: readonly (readonly [name: string, before: JsonObject, after: JsonObject])[] = [
  [
    "moves Bazarr's file into its folder",
    { bazarr: { config_file: '/bazarr/data/config.yaml' } },
    { bazarr: { config_file: '/bazarr/data/config/config.yaml' } },
  ],
  ["leaves Bazarr's own place alone", { bazarr: { config_file: '/x.yaml' } }, { bazarr: { config_file: '/x.yaml' } }],
  [
    'writes mediastorm in lower case',
    { mediastorm: { process_name: 'MediaStorm' } },
    { mediastorm: { process_name: 'mediastorm' } },
  ],
  [
    'follows InfiniDysk to its repository',
    { infinidysk: { repo_owner: 'nzbdav-dev', repo_name: 'nzbdav' } },
    { infinidysk: { repo_owner: 'infinidysk', repo_name: 'infinidysk' } },
  ],
  [
    'stays with a fork of InfiniDysk',
    { infinidysk: { repo_owner: 'me', repo_name: 'nzbdav' } },
    { infinidysk: { repo_owner: 'me', repo_name: 'nzbdav' } },
  ],
  [
    'turns an embedded rclone into a mount type',
    { decypharr: { use_embedded_rclone: true, mount_type: '' } },
    { decypharr: { mount_type: 'rclone' } },
  ],
  [
    'turns an external rclone into a mount type',
    { decypharr: { use_embedded_rclone: false } },
    { decypharr: { mount_type: 'external_rclone' } },
  ],
  [
    'keeps a mount type that was chosen',
    { decypharr: { use_embedded_rclone: true, mount_type: 'dfs' } },
    { decypharr: { mount_type: 'dfs' } },
  ],
  [
    'turns Huntarr into NeutArr',
    {
      huntarr: {
        instances: {
          Default: {
            process_name: 'Huntarr',
            repo_owner: 'someone',
            release_version: '9.9',
            config_dir: '/huntarr/default',
            config_file: '/huntarr/default/config/huntarr.db',
            env: { HUNTARR_DIR: '/huntarr' },
          },
        },
      },
      sonarr: { instances: { Default: { use_huntarr: true } } },
    },
    {
      neutarr: {
        instances: {
          Default: {
            process_name: 'NeutArr',
            config_dir: '/neutarr/default',
            config_file: '/neutarr/default/config/general.json',
            env: { NEUTARR_DIR: '/neutarr' },
          },
        },
      },
      sonarr: { instances: { Default: { use_neutarr: true } } },
    },
  ],
  [
    'leaves Huntarr where NeutArr is there already',
    { huntarr: { a: 1 }, neutarr: {} },
    { huntarr: { a: 1 }, neutarr: {} },
  ],
  [
    'drops fields that mislead',
    { pulsarr: { config_file: '/x', port: 1 }, altmount: { wait_for_url: [], port: 2 } },
    { pulsarr: { port: 1 }, altmount: { port: 2 } },
  ],
];

function migrateAll(document: JsonObject): JsonObject {
  return migrations.reduce((current, { apply }) => apply(current), document);
}

describe('migrations', () => {
  it.each(cases)('%s', (_, before, after) => {
    expect(migrateAll(before)).toEqual(after);
    expect(migrateAll(after)).toEqual(after);
  });

  it('are numbered without a gap up to the present form', () => {
    expect(migrations.map(({ to }) => to)).toEqual(Array.from({ length: configVersion }, (_, index) => index + 1));
  });

  it('run once: a document that has the form keeps what looks old', () => {
    const { stored } = load({ config_version: configVersion, bazarr: { config_file: '/bazarr/data/config.yaml' } });
    expect(getIn(stored, ['bazarr', 'config_file'])).toBe('/bazarr/data/config.yaml');
  });

  it('do not give an old document the new mount default', () => {
    expect(getIn(load({ decypharr: { enabled: true } }).stored, ['decypharr', 'mount_type'])).toBe('rclone');
    expect(getIn(load({}).stored, ['decypharr', 'mount_type'])).toBe('dfs');
  });

  it('refuse a form from the future, and one that is no number', () => {
    expect(problemOf(() => load({ config_version: configVersion + 1 })).message).toMatch(/knows forms up to/);
    expect(problemOf(() => load({ config_version: 'x' })).issues[0]?.path).toEqual(['config_version']);
  });
});
