import { describe, expect, it } from 'vitest';
import { readSample } from '../../stand-in-kit/read-sample.ts';
import { traefik } from './manifest.ts';

const ops = traefik.runtime?.files?.[0]?.ops ?? [];
const valueAt = (...at: readonly string[]) => ops.find((op) => op.at.join('.') === at.join('.'))?.value;

describe('manifest of traefik', () => {
  it('reads the levels of a real log', () => {
    const logs = traefik.runtime?.logs ?? { from: 'output', patterns: [] };
    const levels = readSample(logs, new URL('fixtures/log.txt', import.meta.url)).map(([level]) => level);
    expect(levels).toEqual(['INFO', 'INFO', 'WARNING', 'DEBUG', 'ERROR']);
  });

  it('shows its dashboard, which asks for no sign-in, to this machine only', () => {
    expect(valueAt('entryPoints', 'traefik', 'address')).toBe('127.0.0.1:${port.dashboard}');
    expect(traefik.ports.find(({ id }) => id === 'dashboard')?.adjacent).toEqual({ to: 'web', offset: 1 });
  });

  it('lets encoded slashes through unless a person says otherwise', () => {
    expect(ops.find((op) => op.at.at(-1) === 'allowEncodedSlash')).toMatchObject({ op: 'set-default', value: true });
  });

  it('keeps the access log out of its own', () => {
    expect(valueAt('accessLog', 'filePath')).toBe('${path.access_log_file}');
  });

  it('takes routes of Traefik Proxy Admin only while that is switched on', () => {
    const [set, remove] = ops.filter((op) => op.at.join('.') === 'providers.http');
    expect(set).toMatchObject({ op: 'set', when: { enabled: 'traefik_proxy_admin' } });
    expect(remove).toMatchObject({ op: 'remove', when: { not: { enabled: 'traefik_proxy_admin' } } });
  });

  it('reads the version that the program prints', () => {
    const version = traefik.runtime?.artifact.version;
    const pattern = version?.kind === 'command' ? version.pattern : '';
    expect(new RegExp(pattern).exec('Version:      3.6.6\nCodename:     ramequin\n')?.[1]).toBe('3.6.6');
  });
});
