import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { postgres } from './manifest.ts';

describe('manifest of postgres', () => {
  it('reads the levels of a real log', () => {
    const logs = postgres.runtime?.logs ?? { from: 'output', patterns: [] };
    const levels = readSample(logs, new URL('fixtures/log.txt', import.meta.url)).map(([level]) => level);
    expect(levels).toEqual(['INFO', 'INFO', 'INFO', 'INFO', 'INFO']);
  });

  it('stops last, by a fast shutdown', () => {
    expect({ ...postgres.stop, tier: postgres.stopTier }).toEqual({
      signal: 'SIGINT',
      graceMs: 90_000,
      tier: 'databases',
    });
  });

  it('sets only what it must and leaves the other lines of a postgresql.conf', () => {
    const keys = postgres.runtime?.files?.[0]?.ops.filter((op) => op.op === 'set').map((op) => op.at[0]);
    expect(keys).toEqual(['port', 'unix_socket_directories', 'max_connections', 'shared_buffers']);
  });
});
