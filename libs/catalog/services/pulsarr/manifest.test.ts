import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { pulsarr } from './manifest.ts';

const { runtime } = pulsarr;

describe('manifest of pulsarr', () => {
  it('reads the levels of a real log, with a date or without', () => {
    const logs = runtime?.logs ?? { from: 'output', patterns: [] };
    const lines = readSample(logs, new URL('fixtures/log.txt', import.meta.url));
    expect(lines.map(([level]) => level)).toEqual(['INFO', 'WARN', 'ERROR', 'FATAL']);
    expect(lines[2]?.[1]).toMatch(/^\[SONARR\]/);
  });

  it('names its variables as Pulsarr does, and lets Sonarr call back on the port that it has', () => {
    expect(runtime?.run.env).toMatchObject({ listenPort: '${port.web}', port: '${port.web}' });
    expect(Object.keys(runtime?.run.env ?? {}).filter((name) => /^(LISTEN|DB)_/.test(name))).toEqual([]);
  });

  it('migrates its database before each start, as the account that runs it', () => {
    expect(runtime?.hooks).toEqual([expect.objectContaining({ name: 'migrate-database', at: 'prepare' })]);
    expect(runtime?.run.user).toBe('service');
  });

  it('is installed and built with Bun, and keeps its data through an update', () => {
    expect(runtime?.build).toEqual([expect.objectContaining({ tool: 'bun', scripts: ['build'], env: { HUSKY: '0' } })]);
    expect(runtime?.artifact.persist).toEqual(['data']);
  });

  it('has a port that no neighbour has by default', () => {
    expect([3000, 3004, 3005, 3006]).not.toContain(pulsarr.ports[0]?.default);
  });
});
