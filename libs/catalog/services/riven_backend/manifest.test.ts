import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { rivenBackend } from './manifest.ts';

describe('manifest of riven_backend', () => {
  it('reads the levels of a real log', () => {
    const logs = rivenBackend.runtime?.logs ?? { from: 'output', patterns: [] };
    const levels = readSample(logs, new URL('fixtures/log.txt', import.meta.url)).map(([level]) => level);
    expect(levels).toEqual(['INFO', 'DEBUG', 'INFO', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']);
  });

  it('needs no zurg and no rclone when it is built from a branch or commit', () => {
    const when = rivenBackend.companions?.map((companion) => companion.when);
    const ownFileSystem = { any: [{ truthy: '${self.branch_enabled}' }, { truthy: '${self.commit_sha}' }] };
    expect(when).toEqual([{ not: ownFileSystem }, { not: ownFileSystem }]);
  });

  it('finds its version in pyproject.toml', () => {
    const version = rivenBackend.runtime?.artifact.version;
    const pattern = version?.kind === 'file' ? version.pattern : '';
    expect(new RegExp(pattern).exec('[tool.poetry]\nname = "riven"\nversion = "0.23.6"\n')?.[1]).toBe('0.23.6');
  });
});
