import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { plex } from './manifest.ts';

describe('manifest of plex', () => {
  it('reads the levels of its log; what it says about a missing USB library is harmless', () => {
    const logs = plex.runtime?.logs ?? { from: 'output', patterns: [] };
    const levels = readSample(logs, new URL('fixtures/log.txt', import.meta.url)).map(([level]) => level);
    expect(levels).toEqual(['INFO', 'DEBUG', 'WARNING', 'ERROR', 'DEBUG', 'INFO']);
  });

  it('starts a program with blanks in its name as one argument', () => {
    expect(plex.runtime?.run.argv).toEqual(['${artifact}/Plex Media Server']);
  });

  it('keeps the one port that Plex has', () => {
    expect(plex.ports).toMatchObject([{ default: 32_400, fixed: true }]);
    expect(plex.fields?.['port']).toMatchObject({ derived: true });
  });

  it('shows a claim token to nobody', () => {
    expect(plex.fields?.['plex_claim']).toMatchObject({ secret: true });
    expect(JSON.stringify([plex.runtime?.run, plex.runtime?.hooks])).not.toContain('plex_claim');
  });

  it('is guarded while any mount with its library is away, and waits for none that is not there', () => {
    const mounts = plex.requires.filter(({ kind }) => kind === 'mount');
    expect(mounts.map(({ service, enable, until }) => [service, enable, until])).toEqual([
      ['rclone', false, 'healthy'],
      ['decypharr', false, 'healthy'],
      ['altmount', false, 'healthy'],
    ]);
    expect(mounts.every(({ on }) => on === undefined)).toBe(true);
    expect(plex.runtime?.gates).toBeUndefined();
  });
});
