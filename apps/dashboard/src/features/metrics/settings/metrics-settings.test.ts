import { expect, it } from 'vitest';
import { readSettings, toBlock } from './metrics-settings.ts';

it('reads the words of the document, with the defaults where it says nothing', () => {
  const defaults = readSettings({}, ['/'], ['all']);
  expect(defaults).toEqual({
    enabled: true,
    intervalSeconds: 5,
    retentionDays: 7,
    maxMegabytes: 100,
    filesystems: ['/'],
    interfaces: ['all'],
  });
  const document = { dumb: { metrics: { history_enabled: false, history_interval_sec: 30 } } };
  expect(readSettings(document, ['/'], ['all'])).toMatchObject({ enabled: false, intervalSeconds: 30 });
});

it('writes what it read', () => {
  const block = toBlock(readSettings({}, ['/', '/mnt'], ['eth0']));
  expect(readSettings({ dumb: { metrics: block } }, ['/', '/mnt'], ['eth0'])).toEqual(
    readSettings({}, ['/', '/mnt'], ['eth0']),
  );
  expect(block).toMatchObject({ filesystem_paths: ['/', '/mnt'], network_interfaces: ['eth0'] });
});
