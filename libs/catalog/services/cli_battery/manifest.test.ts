import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { cliBattery } from './manifest.ts';

const { runtime } = cliBattery;

describe('manifest of cli_battery', () => {
  it('reads the levels of a real log', () => {
    const logs = runtime?.logs ?? { from: 'output', patterns: [] };
    const levels = readSample(logs, new URL('fixtures/log.txt', import.meta.url)).map(([level]) => level);
    expect(levels).toEqual(['INFO', 'WARNING', 'INFO', 'DEBUG', 'ERROR']);
  });

  it('runs the program of CLI Debrid and has no version of its own to choose', () => {
    expect(runtime?.source).toEqual({ kind: 'shared-with', service: 'cli_debrid' });
    expect(Object.keys(cliBattery.defaults)).not.toEqual(expect.arrayContaining(['release_version']));
  });

  it('starts before CLI Debrid: it needs its program, not its process', () => {
    expect(cliBattery.requires).toEqual([
      expect.objectContaining({ service: 'cli_debrid', until: 'installed', enable: false }),
    ]);
  });

  it('says what to do where a newer version has it built in', () => {
    const said = "python: can't open file '/cli_debrid/cli_battery/main.py': [Errno 2] No such file or directory";
    const found = runtime?.diagnoses?.find(({ pattern }) => new RegExp(pattern).test(said));
    expect(found?.message).toContain('Switch CLI Battery off');
  });
});
