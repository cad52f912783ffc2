import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { maintainerr } from './manifest.ts';

const { runtime } = maintainerr;
const steps = runtime?.build ?? [];

describe('manifest of maintainerr', () => {
  it('reads the levels of a real log, its own words too, and takes no day for a month', () => {
    const logs = runtime?.logs ?? { from: 'output', patterns: [] };
    const lines = readSample(logs, new URL('fixtures/log.txt', import.meta.url));
    expect(lines.map(([level]) => level)).toEqual(['INFO', 'WARN', 'INFO', 'DEBUG', 'ERROR', 'FATAL']);
    const time = new RegExp(logs.patterns[0] ?? '').exec('[maintainerr] | 31/12/2026 08:00:00  [INFO] [A] b')?.groups?.[
      'time'
    ];
    expect(time).toBe('31/12/2026 08:00:00');
  });

  it('finds its migrations and its data where they are, not where its image has them', () => {
    const replaced = steps.filter((step) => step.kind === 'replace-in-files');
    expect(replaced.map(({ find, replace }) => [find, replace])).toEqual([
      ['/opt/app/apps/server/dist/database/migrations', '${artifact}/apps/server/dist/database/migrations'],
      ['/opt/data', '${artifact}/data'],
    ]);
    // Without the migrations there are no tables: better no installation than one that cannot start.
    expect(replaced[0]?.expect).toBe('required');
  });

  it('is built with the Yarn that it brings, and compiles its drawing library here', () => {
    expect(runtime?.buildToolchains).toEqual(['node']);
    expect(steps[0]).toMatchObject({ kind: 'node', tool: 'yarn', scripts: ['build'] });
    expect(steps).toContainEqual({
      kind: 'run',
      toolchain: 'yarn',
      argv: ['yarn', 'rebuild', 'canvas'],
      env: { npm_config_build_from_source: 'true' },
    });
  });

  it('serves its page at the root, and is kept from hanging on some kernels', () => {
    expect(runtime?.run.env).toMatchObject({ BASE_PATH: '', UV_USE_IO_URING: '0' });
    expect(steps).toContainEqual({ kind: 'symlink', path: 'apps/server/dist/ui', target: 'apps/ui/dist' });
  });

  it('reads its version from what it is built of', () => {
    const version = runtime?.artifact.version;
    const pattern = version?.kind === 'file' ? version.pattern : '';
    expect(new RegExp(pattern, 'm').exec('{\n  "name": "@maintainerr/server",\n  "version": "3.24.0",\n')?.[1]).toBe(
      '3.24.0',
    );
  });
});
