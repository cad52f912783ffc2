import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { cloudflared } from './manifest.ts';

const { runtime, fields = {} } = cloudflared;

describe('manifest of cloudflared', () => {
  it('reads the levels of a real log', () => {
    const logs = runtime?.logs ?? { from: 'output', patterns: [] };
    const levels = readSample(logs, new URL('fixtures/log.txt', import.meta.url)).map(([level]) => level);
    expect(levels).toEqual(['INFO', 'INFO', 'WARNING', 'INFO', 'ERROR', 'DEBUG']);
  });

  it('keeps its token out of its arguments, and hides it wherever it may stand', () => {
    expect(JSON.stringify(runtime?.run.argv)).not.toMatch(/token/i);
    const names = ['tunnel_token', 'env.TUNNEL_TOKEN', 'env.CLOUDFLARED_TUNNEL_TOKEN', 'env.CF_TUNNEL_TOKEN'];
    expect(names.filter((name) => fields[name]?.secret !== true)).toEqual([]);
  });

  it('takes the token of the person before a copy that the original had made', () => {
    expect(runtime?.run.env?.['TUNNEL_TOKEN']).toMatchObject([
      { value: '${self.tunnel_token}' },
      { value: '${self.env.TUNNEL_TOKEN}' },
      { value: '${self.env.CLOUDFLARED_TUNNEL_TOKEN}' },
      { value: '${self.env.CF_TUNNEL_TOKEN}' },
    ]);
  });

  it('counts as healthy only while Cloudflare holds a connection', () => {
    expect(runtime?.health.probes).toMatchObject([{ kind: 'http', port: 'metrics', path: '/ready' }]);
  });

  it('is not updated by itself, and is pinned by the tag as it is', () => {
    expect(runtime?.run.argv).toContain('--no-autoupdate');
    expect(cloudflared.defaults['pinned_version']).toBe('latest');
    expect(fields['pinned_version']?.description).toContain('without a v');
  });
});
