import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { infinidysk } from './manifest.ts';
import { startScript } from './start-script.ts';

const { runtime } = infinidysk;
const env = runtime?.run.env ?? {};

describe('manifest of infinidysk', () => {
  it('reads the levels of a real log, of both programs, and leaves the lines of a trace alone', () => {
    const logs = runtime?.logs ?? { from: 'output', patterns: [] };
    const levels = readSample(logs, new URL('fixtures/log.txt', import.meta.url)).map(([level]) => level);
    expect(levels).toEqual(['INFO', 'INFO', 'DEBUG', 'WARNING', 'ERROR', 'INFO', 'CRITICAL']);
  });

  it('keeps its API key over restarts, so that the Arrs need not be told a new one', () => {
    expect(env['FRONTEND_BACKEND_API_KEY']).toBe('${secret.api_key}');
    expect(infinidysk.provides?.['usenet-client']?.api_key).toBe('${secret.api_key}');
    // A document of the original holds the key of its last start.
    expect(infinidysk.fields?.['env.FRONTEND_BACKEND_API_KEY']).toMatchObject({ derived: true, secret: true });
  });

  it('derives every address from the assigned ports', () => {
    expect(env).toMatchObject({
      PORT: '${port.frontend}',
      ASPNETCORE_URLS: 'http://+:${port.backend}',
      BACKEND_URL: 'http://127.0.0.1:${port.backend}',
    });
    expect(startScript).not.toMatch(/\d{4}/);
  });

  it('says the level in words that .NET knows', () => {
    const cases = env['LOG_LEVEL'] as readonly { value: string }[];
    const known = ['Verbose', 'Debug', 'Information', 'Warning', 'Error', 'Fatal'];
    expect(cases.map(({ value }) => value).filter((value) => !known.includes(value))).toEqual([]);
  });

  it('takes a build under either name of the project before it builds one itself', () => {
    const source = runtime?.source;
    const kinds = source?.kind === 'first' ? source.of.map(({ kind }) => kind) : [];
    expect(kinds).toEqual(['github-asset', 'github-asset', 'github-source']);
    // The image is for musl; the archives are for glibc.
    expect(JSON.stringify(source)).not.toContain('musl');
  });

  it('keeps databases, blobs and the key of sessions over an update', () => {
    const kept = ['blobs', 'data-protection', 'backups', 'db.sqlite', 'db.sqlite-wal', 'metrics.sqlite', 'session.key'];
    expect(runtime?.artifact.persist).toEqual(expect.arrayContaining(kept));
  });

  it('reads the version of a release, and leaves the name of a channel to the source', () => {
    const version = runtime?.artifact.version;
    const pattern = new RegExp(version?.kind === 'file' ? version.pattern : '', 'm');
    expect(pattern.exec('1.2.3\n')?.[1]).toBe('1.2.3');
    expect(pattern.exec('v1.2.3-ab12cd34\n')?.[1]).toBe('1.2.3-ab12cd34');
    expect(pattern.exec('dev\n')).toBeNull();
  });

  it('finds its mount although no Arr is connected', () => {
    expect(env['MOUNT_DIR']).toMatchObject({ value: '${link.rclone.path.mount_dir}/${link.rclone.mount_name}' });
  });

  it('is the service that was NzbDAV, where it was', () => {
    expect(infinidysk.aliases).toContain('nzbdav');
    expect(runtime?.directories?.map(({ path }) => path)).toContain('/nzbdav');
  });

  it('writes no braces that the planner would take for a reference', () => {
    expect(startScript).not.toContain('${');
  });
});
