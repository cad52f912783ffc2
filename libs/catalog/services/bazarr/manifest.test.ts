import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { bazarr } from './manifest.ts';

const { runtime } = bazarr;

describe('manifest of bazarr', () => {
  it('reads the levels of a real log; what belongs to the record before has none', () => {
    const logs = runtime?.logs ?? { from: 'output', patterns: [] };
    const lines = readSample(logs, new URL('fixtures/log.txt', import.meta.url));
    expect(lines.map(([level]) => level)).toEqual(['INFO', 'WARNING', 'ERROR', 'INFO', 'DEBUG']);
    expect(lines[2]?.[1]).toBe('Job "Update Series" raised an exception');
  });

  it('never updates itself, whatever a person writes', () => {
    expect(runtime?.run.env).toMatchObject({ NO_UPDATE: 'true' });
    expect(bazarr.fields?.['env.NO_UPDATE']).toEqual({ derived: true });
  });

  it('is ended by an interrupt: it lets its child go on after SIGTERM', () => {
    expect(bazarr.stop).toEqual({ signal: 'SIGINT', graceMs: 10_000 });
  });

  it('has its port in the command as well as in its file, which it makes only later', () => {
    expect(runtime?.run.argv.slice(-2)).toEqual(['--port', '${port.web}']);
    expect(parse(runtime?.files?.[0]?.seed ?? '')).toEqual({ general: { port: 6767 } });
    expect(runtime?.files?.[0]?.ops).toEqual([{ op: 'set', at: ['general', 'port'], value: '${port.web}' }]);
  });

  it('takes the archive as it lies, without a folder at its top', () => {
    expect(runtime?.source).toMatchObject({ asset: { amd64: 'bazarr.zip', arm64: 'bazarr.zip' } });
    expect(runtime?.source).not.toHaveProperty('strip');
  });

  it('waits for the Arrs and for its database alike', () => {
    expect([...new Set(bazarr.requires.map(({ service }) => service))]).toEqual(['sonarr', 'radarr', 'postgres']);
  });
});
