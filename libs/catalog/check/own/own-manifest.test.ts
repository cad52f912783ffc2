import { describe, expect, it } from 'vitest';
import { services } from '../../index.ts';
import { readOwnManifest } from '../index.ts';

const good = `displayName: Shelf
description: Serves files.
links: { project: https://example.org }
ports:
  - { id: web, field: port, default: 8600, role: ui }
ui: { port: web, path: / }
runtime:
  source: { kind: system, program: nginx }
  artifact: { root: /shelf/program, ready: [nginx] }
  run:
    argv: ['\${artifact}/nginx', '\${port.web}']
  health:
    probes:
      - { kind: http, port: web, path: / }
`;
const read = (text: string, folder = 'shelf') => readOwnManifest(text, folder, services);
const issues = (text: string, folder?: string) => {
  const result = read(text, folder);
  return result.ok ? [] : result.issues.map(({ path, message }) => [path.join(' → '), message]);
};

describe('a manifest of a person’s own', () => {
  it('names only what is special; the rest is filled in as for most programs', () => {
    const result = read(good);
    expect(result.ok && result.service.manifest).toMatchObject({
      key: 'shelf',
      role: 'optional',
      kind: 'unit',
      defaults: { enabled: false, process_name: 'Shelf', port: 8600, config_dir: '/shelf', log_file: '/log/shelf.log' },
      onboarding: { name: 'Shelf', description: 'Serves files.', phase: 'after-core' },
      stop: { signal: 'SIGTERM', graceMs: 10_000 },
      runtime: { simulated: false, run: { cwd: '${self.config_dir}', user: 'service' }, logs: { from: 'output' } },
    });
  });

  it('keeps what the person has written', () => {
    const result = read(
      `${good}stop: { signal: SIGINT, graceMs: 5 }\ndefaults: { process_name: My shelf, port: 8600 }\n`,
    );
    expect(result.ok && result.service.manifest).toMatchObject({
      stop: { signal: 'SIGINT', graceMs: 5 },
      defaults: { process_name: 'My shelf', enabled: false },
    });
  });

  it.each<[what: string, text: string, place: string, message: RegExp | string]>([
    ['no YAML', 'a: [1', 'line 1', /^This is not YAML: /],
    ['a list', '- a\n', '', 'The file must hold the keys of a manifest.'],
    ['no runtime', 'displayName: X\n', 'runtime', /runtime is missing/],
    ['another key', `key: other\n${good}`, 'line 1 → key', 'The key is other, the folder is shelf.'],
    [
      'an unknown word',
      good.replace('role: ui', 'role: web'),
      'line 5 → ports → 0 → role',
      'ports[0].role must be one of ui, api, internal.',
    ],
    [
      'a missing key',
      good.replace("argv: ['${artifact}/nginx', '${port.web}']", 'cwd: /'),
      'line 11 → runtime → run → argv',
      'runtime.run.argv is missing.',
    ],
    ['an unknown key', `${good}colour: red\n`, '', 'shelf has an unknown key colour.'],
    [
      'a wrong source',
      good.replace('kind: system', 'kind: magic'),
      'line 8 → runtime → source → kind',
      /^runtime\.source\.kind must be one of/,
    ],
    [
      'a hook',
      good.replace('  health:', '  hooks: []\n  health:'),
      'line 12 → runtime → hooks',
      'Hooks are code, which a file cannot bring.',
    ],
    [
      'a reference that leads nowhere',
      good.replace('${port.web}', '${port.wrong}'),
      '',
      /\$\{port\.wrong\} in runtime\.run\.argv\.1/,
    ],
    ['a port of another service', good.replace('8600', '8989'), '', 'Port 8989 is also a default of sonarr.'],
    [
      'a probe of a port that there is not',
      good.replace('kind: http, port: web', 'kind: http, port: other'),
      '',
      'shelf has no port other.',
    ],
    ['an open secret', `${good}defaults: { api_key: '' }\n`, '', 'api_key looks like a credential and would be shown.'],
    ['a duplicate key', `${good}links: {}\n`, 'line 15', /^This is not YAML: Map keys must be unique/],
  ])('with %s is refused: where and what', (_what, text, place, message) => {
    const [first] = issues(text);
    expect(first?.[0]).toBe(place);
    if (typeof message === 'string') expect(first?.[1]).toBe(message);
    else expect(first?.[1]).toMatch(message);
  });

  it('cannot take the name of a service that there is, nor one that is no key', () => {
    expect(issues(good, 'zurg')).toEqual([['', 'There is a service zurg already.']]);
    expect(issues(good, 'My Shelf')).toEqual([['', '“My Shelf” cannot be a key.']]);
  });

  it('is told how to mend it', () => {
    const result = read(good.replace('role: ui', 'role: web'));
    expect(!result.ok && result.issues[0]?.remedy).toBe('docs/own-services.md has every key, and a complete example.');
  });
});
