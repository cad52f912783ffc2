import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { arrConnection } from './arr-connection.ts';
import { configOps } from './config-ops.ts';
import { decypharr } from './manifest.ts';

const { runtime } = decypharr;

describe('manifest of decypharr', () => {
  it('reads the levels of a real log', () => {
    const logs = runtime?.logs ?? { from: 'output', patterns: [] };
    const levels = readSample(logs, new URL('fixtures/log.txt', import.meta.url)).map(([level]) => level);
    expect(levels).toEqual(['INFO', 'INFO', 'DEBUG', 'WARNING', 'ERROR']);
  });

  it('writes its port as a text, which is all that the program reads', () => {
    expect(configOps.find(({ at }) => at[0] === 'port')).toMatchObject({ op: 'set', value: '${text.port.web}' });
  });

  it('always says how it is mounted: versions disagree about what nothing means', () => {
    const types = configOps.filter(({ at }) => at.join('.') === 'mount.type');
    expect(types.map(({ value, when }) => [value, when])).toEqual([
      ['${self.mount_type}', { truthy: '${self.mount_type}' }],
      ['dfs', { not: { truthy: '${self.mount_type}' } }],
    ]);
  });

  it('knows the remote control of a separate rclone by its port, however that one is addressed', () => {
    expect(configOps.find(({ at }) => at.at(-1) === 'rc_url')?.value).toBe('http://127.0.0.1:${link.rclone.port.rc}');
  });

  it('leaves a separate rclone to start after it, which reads its WebDAV', () => {
    expect(decypharr.requires).toEqual([]);
    expect(decypharr.companions).toMatchObject([{ service: 'rclone', phase: 'after' }]);
  });

  it('leases the port of the rclone that it starts itself, and tells it where the program listens to that', () => {
    expect(decypharr.ports.map(({ id, when }) => [id, when])).toEqual([
      ['web', undefined],
      ['rc', { is: '${self.mount_type}', equal: 'rclone' }],
    ]);
    expect(runtime?.run.env).toHaveProperty('DECYPHARR_RCLONE__RC_PORT');
  });

  it('takes the newest release although the document names an old one, and builds what has no release', () => {
    expect(decypharr.defaults).toMatchObject({ release_version_enabled: false, release_version: 'v1.0.0' });
    expect(runtime?.source).toMatchObject({ kind: 'github-asset', selectors: expect.not.arrayContaining(['branch']) });
    expect(runtime?.fromSource?.source).toMatchObject({ selectors: ['branch', 'commit'] });
    expect(runtime?.fromSource?.build[1]).toMatchObject({
      argv: expect.arrayContaining([expect.stringContaining('.Channel=${version}')]),
    });
  });

  it('keeps what it has downloaded and learnt through an update', () => {
    expect(runtime?.artifact.persist).toEqual(expect.arrayContaining(['db', 'auth.json', 'config.json', 'logs']));
  });

  it('says what to mend where a mount cannot be made', () => {
    const said = `Failed to start mount manager error="option allow_other only allowed if 'user_allow_other' is set"`;
    const found = runtime?.diagnoses?.find(({ pattern }) => new RegExp(pattern).test(said));
    expect(found).toMatchObject({ code: 'host.missing', message: expect.stringContaining('/etc/fuse.conf') });
  });

  it('is a client of the Arrs that name it, under a category of their own', () => {
    expect(arrConnection).toMatchObject({
      to: { capability: 'arr' },
      instance: 'tagged',
      keptBy: 'peer',
      values: {
        kind: 'torrent',
        client: 'decypharr',
        category: '${peer.key}:${peer.instance}',
        username: '${peer.offer.url}',
      },
    });
  });
});
