import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { isWellFormed } from '../../stand-in-kit/xml-element.ts';
import { emby } from './manifest.ts';

describe('manifest of emby', () => {
  it('reads the levels of its log', () => {
    const logs = emby.runtime?.logs ?? { from: 'output', patterns: [] };
    const levels = readSample(logs, new URL('fixtures/log.txt', import.meta.url)).map(([level]) => level);
    expect(levels).toEqual(['INFO', 'INFO', 'INFO', 'WARNING', 'ERROR', 'DEBUG', 'INFO']);
  });

  it('has its port in a file that is there before its first start', () => {
    const [file] = emby.runtime?.files ?? [];
    expect(file).toMatchObject({ path: '${self.config_file}', format: 'xml' });
    expect(file?.when).toBeUndefined();
    expect(isWellFormed(file?.seed ?? '', 'ServerConfiguration')).toBe(true);
    expect(file?.ops.map(({ op, at, value }) => [op, at.at(-1), value])).toEqual([
      ['set', 'HttpServerPortNumber', '${port.web}'],
      ['set', 'PublicPort', '${port.web}'],
    ]);
  });

  it('takes the package of the machine by its exact name', () => {
    expect(emby.runtime?.source).toMatchObject({
      asset: { amd64: 'emby-server-deb_${tag}_amd64.deb', arm64: 'emby-server-deb_${tag}_arm64.deb' },
      archive: 'deb',
      keep: ['opt/emby-server'],
    });
  });

  it('replaces nothing of Emby by the tools of the machine', () => {
    const argv = emby.runtime?.run.argv ?? [];
    expect(argv[argv.indexOf('-ffmpeg') + 1]).toBe('${self.config_dir}/tools/ffmpeg');
    expect(emby.runtime?.build).toBeUndefined();
  });
});
