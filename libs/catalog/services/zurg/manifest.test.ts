import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { zurg } from './manifest.ts';

describe('manifest of zurg', () => {
  it('reads the levels of a real log', () => {
    const logs = zurg.runtime?.logs ?? { from: 'output', patterns: [] };
    const levels = readSample(logs, new URL('fixtures/log.txt', import.meta.url)).map(([level]) => level);
    expect(levels).toEqual(['INFO', 'INFO', 'DEBUG', 'WARNING', 'ERROR']);
  });

  it('makes a companion with paths of its own', () => {
    expect(zurg.companion?.set).toMatchObject({
      config_dir: '/zurg/RD/${owner.display}',
      config_file: '/zurg/RD/${owner.display}/config.yml',
    });
  });

  it('reads the version from the last line', () => {
    const version = zurg.runtime?.artifact.version;
    const pattern = version?.kind === 'command' ? version.pattern : '';
    expect(
      new RegExp(pattern).exec('zurg\nBuilt At: 2024-01-25T00:18:52\nCommit: b2bd\nVersion: v0.9.3-final\n')?.[1],
    ).toBe('v0.9.3-final');
  });
});
