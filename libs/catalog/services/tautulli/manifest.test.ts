import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { tautulli } from './manifest.ts';

describe('manifest of tautulli', () => {
  it('reads the levels of its log', () => {
    const logs = tautulli.runtime?.logs ?? { from: 'output', patterns: [] };
    const levels = readSample(logs, new URL('fixtures/log.txt', import.meta.url)).map(([level]) => level);
    expect(levels).toEqual(['INFO', 'DEBUG', 'WARNING', 'ERROR']);
  });

  it('keeps its data out of the tree that updates replace, whose own `data` has the pages', () => {
    const { artifact, run } = tautulli.runtime ?? {};
    expect(artifact).toMatchObject({ root: '${self.config_dir}/program', persist: [], exclusive: true });
    expect(run?.argv).toContain('${self.config_dir}/data');
  });

  it('always gets the port that was assigned', () => {
    const argv = tautulli.runtime?.run.argv ?? [];
    expect(argv[argv.indexOf('--port') + 1]).toBe('${port.web}');
  });

  it('does not look for updates by itself, in a file that is new', () => {
    expect(tautulli.runtime?.files?.[0]?.ops).toContainEqual({
      op: 'set-default',
      at: ['General', 'check_github'],
      value: 0,
      mode: 'seed',
    });
  });

  it('waits for the Plex of this stack, and for no address outside of it', () => {
    expect(tautulli.requires).toMatchObject([{ service: 'plex', until: 'healthy', enable: false }]);
    expect(tautulli.runtime?.gates).toBeUndefined();
  });
});
