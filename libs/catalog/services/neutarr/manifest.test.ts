import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { neutarr } from './manifest.ts';

const { runtime } = neutarr;

describe('manifest of neutarr', () => {
  it('reads the levels of a real log, with and without a time zone', () => {
    const logs = runtime?.logs ?? { from: 'output', patterns: [] };
    const levels = readSample(logs, new URL('fixtures/log.txt', import.meta.url)).map(([level]) => level);
    expect(levels).toEqual(['INFO', 'INFO', 'DEBUG', 'WARNING', 'ERROR', 'CRITICAL']);
  });

  it('keeps everything of its own under its own folder, and listens on the assigned port', () => {
    expect(runtime?.run.env).toMatchObject({
      NEUTARR_CONFIG_DIR: '${path.config_dir}/config',
      STATEFUL_DIR: '${path.config_dir}/config/stateful',
      PORT: '${port.web}',
      NEUTARR_PORT: '${port.web}',
    });
    expect(runtime?.artifact.persist).toEqual(['config']);
  });

  it('is ready without a Poetry in its environment, so it is not built at each start', () => {
    expect(runtime?.artifact.ready).toEqual(['main.py', 'venv/bin/python']);
  });

  it('looks after the Arrs that ask for it and share a download service, or after all of them', () => {
    expect(neutarr.connections).toMatchObject([
      { instance: 'shared-tag-or-untagged', when: { is: '${peer.use_neutarr}', equal: true } },
    ]);
  });

  it('is the service that was Huntarr', () => {
    expect(neutarr.aliases).toContain('huntarr');
  });
});
