import { readFileSync } from 'node:fs';
import type { JsonObject } from '@showrunner/contracts';
import { describe, expect, it } from 'vitest';
import { isLegacy, mergeConfig, type Wanted } from './merge-config.ts';

const wanted: Wanted = {
  apiKeys: { realdebrid: 'K1' },
  mountType: 'dfs',
  mountPath: '/mnt/debrid/decypharr',
  dfs: {},
  cacheDir: '/cache',
  downloadFolder: '/mnt/debrid/decypharr_downloads',
  uid: 1000,
  gid: 1000,
  legacy: false,
};
const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')) as JsonObject;

describe('the configuration of Decypharr', () => {
  it('keeps what a person has set and takes over the blocks of older versions', () => {
    const after = mergeConfig(fixture('config.before.json'), { ...wanted, mountType: 'rclone' });
    expect(after).toEqual(fixture('config.after.json'));
    expect(Object.keys(after)).toEqual(Object.keys(fixture('config.after.json')));
  });

  it('is the same when it is made twice', () => {
    for (const mountType of ['dfs', 'rclone', 'external_rclone', 'none']) {
      const once = mergeConfig(fixture('config.before.json'), { ...wanted, mountType });
      expect(mergeConfig(once, { ...wanted, mountType })).toEqual(once);
    }
  });

  it('calls a provider what Decypharr calls it', () => {
    const { debrids } = mergeConfig({}, { ...wanted, apiKeys: { 'Debrid Link': 'K2', torbox: ' K3 ', alldebrid: '' } });
    expect(debrids).toMatchObject([
      { provider: 'debridlink', name: 'debridlink', api_key: 'K2' },
      { provider: 'torbox', api_key: 'K3', download_api_keys: ['K3'] },
    ]);
  });

  it('replaces a key everywhere, and leaves further keys of the person', () => {
    const before = {
      debrids: [{ name: 'realdebrid', api_key: 'old', download_api_keys: ['old', 'mine'], workers: 7 }],
    };
    expect(mergeConfig(before, wanted)['debrids']).toMatchObject([
      { provider: 'realdebrid', api_key: 'K1', download_api_keys: ['K1', 'mine'], workers: 7 },
    ]);
  });

  it('has the entry’s own settings of the mount between the defaults and what is in the file', () => {
    const own = { ...wanted, dfs: { cache_dir: '/fast', chunk_size: '16MB' } };
    const { mount } = mergeConfig({ mount: { type: 'dfs', dfs: { chunk_size: '4MB' } } }, own);
    expect(mount).toMatchObject({ type: 'dfs', dfs: { cache_dir: '/fast', chunk_size: '4MB', uid: 1000 } });
  });

  it('is written for a version before 2 as that one reads it', () => {
    const after = mergeConfig({}, { ...wanted, legacy: true, mountType: 'rclone' });
    expect(after).toMatchObject({
      debrids: [{ use_webdav: true, torrents_refresh_interval: '15s', workers: 50 }],
      qbittorrent: { download_folder: wanted.downloadFolder },
      rclone: { enabled: true, mount_path: wanted.mountPath },
    });
    const outside = mergeConfig({}, { ...wanted, legacy: true, mountType: 'external_rclone' });
    expect(outside).not.toHaveProperty('rclone');
    expect((outside['debrids'] as JsonObject[])[0]).not.toHaveProperty('use_webdav');
  });

  it.each([
    ['v1.0.0', true],
    ['0.9.1', true],
    ['v2.4', false],
    ['main-1a2b3c4d', false],
    ['commit-0123456789ab', false],
    ['', false],
  ])('takes %j for a version before 2: %j', (version, legacy) => {
    expect(isLegacy(version)).toBe(legacy);
  });
});
