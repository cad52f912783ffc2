import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { isWellFormed, readElement } from '../../stand-in-kit/xml-element.ts';
import { jellyfin } from './manifest.ts';

describe('manifest of jellyfin', () => {
  it('reads the levels of its log', () => {
    const logs = jellyfin.runtime?.logs ?? { from: 'output', patterns: [] };
    const levels = readSample(logs, new URL('fixtures/log.txt', import.meta.url)).map(([level]) => level);
    expect(levels).toEqual(['INFO', 'WARNING', 'ERROR', 'DEBUG', 'CRITICAL', 'INFO']);
  });

  it('finds the log of today, which has another name than the entry says', () => {
    expect(jellyfin.runtime?.logs.from).toEqual({ own: '${path.config_dir}/log/log_*.log' });
  });

  it('begins with a network file that Jellyfin can read, and has its ports there', () => {
    const [file] = jellyfin.runtime?.files ?? [];
    expect(isWellFormed(file?.seed ?? '', 'NetworkConfiguration')).toBe(true);
    for (const { at, op, value } of file?.ops ?? []) {
      expect(readElement(file?.seed ?? '', at.at(-1) ?? '')).toBe('8096');
      expect([op, value]).toEqual(['set', '${port.web}']);
    }
    expect(file?.path).toBe('${self.config_dir}/config/network.xml');
  });

  it('is served by a repository that may not know the newest system', () => {
    const source = jellyfin.runtime?.source;
    const known = source?.kind === 'apt-repository' ? source.distributions.map(({ suites }) => suites.length) : [];
    expect(Math.min(...known)).toBeGreaterThan(1);
  });

  it('is given every directory of its own', () => {
    const argv = JSON.stringify(jellyfin.runtime?.run.argv);
    for (const name of ['data', 'config', 'cache', 'log']) {
      expect(argv).toContain(`"--${name}dir","\${self.config_dir}/${name}"`);
      expect(jellyfin.runtime?.directories?.map(({ path }) => path)).toContain(`\${self.config_dir}/${name}`);
    }
  });

  it('knows what a missing library looks like', () => {
    const message = "Couldn't find a valid ICU package installed on the system.";
    const found = jellyfin.runtime?.diagnoses?.find(({ pattern }) => new RegExp(pattern).test(message));
    expect(found).toMatchObject({ code: 'host.missing', message: expect.stringContaining('libicu') });
  });
});
