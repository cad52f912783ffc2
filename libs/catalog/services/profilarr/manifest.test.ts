import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { profilarr } from './manifest.ts';
import { runtime, startScript } from './runtime.ts';

const steps = runtime.build ?? [];
const stepsOf = (file: string) => steps.filter(({ ifPresent }) => ifPresent === file);

describe('manifest of profilarr', () => {
  it('reads the levels of a real log, of both lines', () => {
    const levels = readSample(runtime.logs, new URL('fixtures/log.txt', import.meta.url)).map(([level]) => level);
    expect(levels).toEqual(['INFO', 'DEBUG', 'WARNING', 'ERROR', 'INFO', 'WARNING']);
  });

  it('builds each line in its own way, and nothing of one in the other', () => {
    const kinds = (file: string) => [...new Set(stepsOf(file).map(({ kind }) => kind))];
    expect(kinds('backend/app/main.py')).toEqual(['replace-in-files', 'python-venv', 'node', 'symlink']);
    expect(kinds('deno.jsonc')).toEqual(['run', 'symlink']);
    expect(kinds('deno.json')).toEqual(['run', 'symlink']);
    expect(steps.every(({ ifPresent }) => ifPresent !== undefined)).toBe(true);
    // So a tree that is neither is refused.
    expect(runtime.artifact.ready).toEqual(['program']);
  });

  it('installs a PyYAML that can be built, and keeps its settings out of /config', () => {
    const texts = JSON.stringify(stepsOf('backend/app/main.py'));
    expect(texts).toContain('PyYAML==6.0.1');
    expect(texts).toContain("os.environ.get('PROFILARR_CONFIG_DIR', '/config')");
  });

  it('gives the second line its settings where the first one has them, in a database of its own', () => {
    expect(startScript).toContain('APP_BASE_PATH="$PROFILARR_CONFIG_DIR"');
    expect(runtime.run.env).toMatchObject({ PROFILARR_CONFIG_DIR: '${path.config_dir}/config', PORT: '${port.web}' });
    expect(runtime.artifact.persist).toEqual(['config']);
  });

  it('adds no Arr by itself where no core service is named', () => {
    expect(profilarr.connections).toMatchObject([{ instance: 'shared-tag' }, { instance: 'shared-tag' }]);
    expect(profilarr.connections?.map(({ id }) => id)).toEqual(['sonarr', 'radarr']);
  });

  it('writes no braces that the planner would take for a reference', () => {
    expect(startScript).not.toContain('${');
  });
});
