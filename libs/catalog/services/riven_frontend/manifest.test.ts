import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { rivenFrontend } from './manifest.ts';

describe('manifest of riven_frontend', () => {
  it('reads the levels of a real log', () => {
    const logs = rivenFrontend.runtime?.logs ?? { from: 'output', patterns: [] };
    const levels = readSample(logs, new URL('fixtures/log.txt', import.meta.url)).map(([level]) => level);
    expect(levels).toEqual(['INFO', 'ERROR', 'INFO']);
  });

  it('knows where the backend is and its key', () => {
    expect(rivenFrontend.runtime?.run.env).toMatchObject({
      BACKEND_URL: 'http://127.0.0.1:${svc.riven_backend.port}',
      BACKEND_API_KEY: '${svc.riven_backend.secret.api_key}',
    });
  });
});
