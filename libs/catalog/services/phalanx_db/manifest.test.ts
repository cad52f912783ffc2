import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { storageNames } from './link-storage.ts';
import { phalanxDb } from './manifest.ts';

describe('manifest of phalanx_db', () => {
  it('reads the levels of a real log', () => {
    const logs = phalanxDb.runtime?.logs ?? { from: 'output', patterns: [] };
    const levels = readSample(logs, new URL('fixtures/log.txt', import.meta.url)).map(([level]) => level);
    expect(levels).toEqual(['INFO', 'INFO', 'INFO', 'DEBUG', 'DEBUG', 'DEBUG', 'ERROR']);
  });

  it('keeps the storage of every version through an update, and lets the shared key be replaced', () => {
    expect(phalanxDb.runtime?.artifact.persist).toEqual(['data', ...storageNames]);
    expect(phalanxDb.runtime?.files).toBeUndefined();
  });

  it('is told its port as the project reads it, and starts the file that its default command names', () => {
    expect(phalanxDb.runtime?.run.env?.['PORT']).toBe('${port.api}');
    expect(phalanxDb.runtime?.run.argv.at(-1)).toBe((phalanxDb.defaults['command'] as string[]).at(-1));
  });

  it('compares tags as they are on GitHub: with a v that version.txt does not have', () => {
    const version = phalanxDb.runtime?.artifact.version;
    expect(version).toMatchObject({ kind: 'file', prefix: 'v' });
    expect(version?.kind === 'file' && new RegExp(version.pattern).exec('0.63\n')?.[1]).toBe('0.63');
  });
});
