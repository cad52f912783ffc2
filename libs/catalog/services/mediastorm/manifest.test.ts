import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { mediastorm } from './manifest.ts';

const { runtime, fields = {} } = mediastorm;

describe('manifest of mediastorm', () => {
  it('reads the levels out of what the lines of a real log say', () => {
    const logs = runtime?.logs ?? { from: 'output', patterns: [] };
    const lines = readSample(logs, new URL('fixtures/log.txt', import.meta.url));
    expect(lines.map(([level]) => level)).toEqual(['INFO', 'WARNING', 'Warning', 'WARNING', 'ERROR', 'ERROR']);
    expect(lines[1]?.[1]).toBe('[metadata] TMDB API key not configured');
  });

  it('keeps its name in small letters, by which it is looked for', () => {
    expect(mediastorm.defaults['process_name']).toBe('mediastorm');
  });

  it('starts with a password that nobody knows, where the person has given none', () => {
    expect(runtime?.run.env?.['STRMR_INITIAL_ADMIN_PASSWORD']).toBe('${secret.first_password}');
    expect(fields['env.STRMR_INITIAL_ADMIN_PASSWORD']).toMatchObject({ secret: true });
    expect(fields['env.STRMR_INITIAL_ADMIN_PASSWORD']?.derived).toBeUndefined();
  });

  it('always has PostgreSQL, follows its port and its password, and shows neither', () => {
    expect(mediastorm.requires).toMatchObject([{ service: 'postgres', enable: true, database: 'mediastorm' }]);
    expect(runtime?.run.env?.['DATABASE_URL']).toContain('${url.svc.postgres.password}@');
    expect(fields['env.DATABASE_URL']).toMatchObject({ secret: true, derived: true });
  });

  it('brings the libraries of its ffmpeg along, which is made for another distribution', () => {
    expect(runtime?.build?.[0]).toMatchObject({ kind: 'carry-libraries', programs: ['bin/ffmpeg', 'bin/ffprobe'] });
    expect(runtime?.run.env?.['LD_LIBRARY_PATH']).toBe('${artifact}/lib/jellyfin-ffmpeg/lib');
  });

  it.each([
    ['latest', true],
    ['v1.5.0', true],
    ['1.5.0-20260822', true],
    ['a'.repeat(40), true],
    [`sha256:${'a'.repeat(64)}`, true],
    ['main', false],
    ['1.5.0 && x', false],
  ])('takes the version %s: %s', (version, takes) => {
    expect(new RegExp(fields['release_version']?.pattern ?? '').test(version)).toBe(takes);
  });
});
