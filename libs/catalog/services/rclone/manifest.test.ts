import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { rclone } from './manifest.ts';

describe('manifest of rclone', () => {
  it('reads the levels of a real log', () => {
    const logs = rclone.runtime?.logs ?? { from: 'output', patterns: [] };
    const levels = readSample(logs, new URL('fixtures/log.txt', import.meta.url)).map(([level]) => level);
    expect(levels).toEqual(['INFO', 'ERROR', 'DEBUG', 'INFO']);
  });

  it('writes only into the section of its own mount', () => {
    const sections = new Set(rclone.runtime?.files?.[0]?.ops.map((op) => op.at[0]));
    expect([...sections]).toEqual(['${self.mount_name}']);
  });

  it('never hands out a password in an argument or in the file: that is the hook’s', () => {
    const ops = rclone.runtime?.files?.[0]?.ops ?? [];
    const written = JSON.stringify([rclone.runtime?.run.argv, ops.map((op) => op.value)]);
    expect(written).not.toContain('password');
    expect(ops.map((op) => op.at[1])).not.toContain('pass');
  });
});
