import { createCatalog } from '@showrunner/catalog';
import { defaultDocument, setIn } from '@showrunner/config';
import { describe, expect, it } from 'vitest';
import { fullCatalog, smallService } from '../fixtures/catalog.ts';
import { testFacts } from '../fixtures/stack.ts';
import { environmentOf, runToolchains } from '../units/environment.ts';
import { restartPolicyOf } from '../units/restart-policy.ts';
import { versionWish } from '../units/artifact.ts';
import { holds } from './condition.ts';
import { resolveText, resolveValue } from './expression.ts';
import { createRealPaths, declaredPrefixes } from './paths.ts';
import type { Scope } from './references.ts';
import { createWorld } from './world.ts';

const catalog = createCatalog([
  ...fullCatalog.all.filter(({ manifest }) => manifest.kind === 'control-plane' || manifest.key === 'postgres'),
  smallService('app', {
    defaults: {
      enabled: false,
      process_name: 'APP',
      port: 4000,
      config_dir: '/app/default',
      media: '',
      library: '/mnt/debrid/app',
      on: true,
      api_key: "/config %'@:?#",
      env: {
        URL: 'http://+:{port}',
        PATH: '/app/bin:${PATH}',
        DB: '{postgres_host}:{postgres_port}',
        KEEP: '{unknown}',
        SHELL: '$HOME/x',
      },
    },
    fields: { api_key: { secret: true } },
    secrets: { key: { kind: 'hex32' } },
  }),
]);

function scopeOf(over: Partial<Scope> = {}): Scope {
  const world = createWorld(
    { catalog, facts: testFacts() },
    setIn(defaultDocument(catalog), ['app', 'media'], '/srv2/films'),
  );
  const member = world.byService.get('app')?.[0];
  if (member === undefined) throw new Error('the fixture has an app');
  return { world, member, ...over };
}

describe('an expression', () => {
  it.each([
    ['${self.port}', 4000],
    ['${port.web}', 4000],
    ['${self.on}', true],
    ['${text.port.web}', '4000'],
    ['${text.self.on}', 'true'],
    ['-p ${port.web}', '-p 4000'],
    ['$${port.web} is literal', '${port.web} is literal'],
    ['${path.config_dir}/data', '/srv/show/app/default/data'],
    ['${self.config_dir}/data', '/srv/show/app/default/data'],
    ['${self.library}', '/srv/show/mnt/debrid/app'],
    ['${self.media}', '/srv2/films'],
    ['/config/server.json', '/srv/show/config/server.json'],
    ['--config=/config/x', '--config=/srv/show/config/x'],
    ['http://127.0.0.1:${port.web}/config/x', 'http://127.0.0.1:4000/config/x'],
    ['${svc.postgres.port}', 5432],
    ['${svc.postgres.port.sql}', 5432],
    ['${svc.postgres.path.config_dir}', '/srv/show/postgres_data'],
    ['${secret.key}', 'hex32:app/key'],
    ['${system.puid}', 1000],
    ['${toolchain.node}/node', '/tools/node/bin/node'],
    ['${url.svc.postgres.port}', 5432],
    ['x://${url.self.api_key}@host', 'x://%2Fconfig%20%25%27%40%3A%3F%23@host'],
    ['Password=${ado.self.api_key};', `Password="/config %'@:?#";`],
    ['Username=${ado.svc.postgres.user};', 'Username=DUMB;'],
    // It begins like a path of ours, and is none.
    ['--key=${self.api_key}', "--key=/config %'@:?#"],
  ])('%s is %s', (expression, value) => {
    expect(resolveValue(expression, scopeOf())).toBe(value);
  });

  it('stays as it is in the document where it is written into it', () => {
    expect(resolveText('${self.config_dir}/x', scopeOf({ verbatim: true }))).toBe('/app/default/x');
  });

  it.each(['${self.nothing}', '${port.nothing}', '${svc.nobody.port}', '${nonsense.x}', '${self.env}/x'])(
    '%s leads nowhere and names manifest and expression',
    (expression) => {
      expect(() => resolveText(expression, scopeOf())).toThrow(
        `The manifest of app refers to something that there is not: `,
      );
      expect(() => resolveText(expression, scopeOf())).toThrow(/\$|nothing|nobody|nonsense/);
    },
  );
});

describe('a condition', () => {
  it.each([
    [undefined, true],
    [{ is: '${self.port}', equal: 4000 }, true],
    [{ is: '${self.port}', equal: '4000' }, false],
    [{ is: '${self.process_name}', oneOf: ['X', 'APP'] }, true],
    [{ is: '${self.config_dir}', equal: '/app/default' }, true],
    [{ truthy: '${self.nothing}' }, false],
    [{ truthy: '${self.on}' }, true],
    [{ enabled: 'postgres' }, false],
    [{ host: 'fuse' as const }, true],
    [{ host: 'root' as const }, false],
    [{ all: [{ host: 'fuse' as const }, { not: { host: 'root' as const } }] }, true],
    [{ any: [{ host: 'root' as const }, { truthy: '${self.on}' }] }, true],
  ])('%j is %s', (condition, expected) => {
    expect(holds(condition, scopeOf())).toBe(expected);
  });
});

describe('declared paths', () => {
  it('begin with what manifests own, never with what belongs to the machine or to many', () => {
    const prefixes = declaredPrefixes(fullCatalog);
    expect(prefixes).toEqual(
      expect.arrayContaining(['/config', '/log', '/zurg', '/riven', '/mnt/debrid', '/cache', '/run/postgresql']),
    );
    expect(prefixes.filter((prefix) => /^\/(usr|etc|mnt|opt|run|data|dev|proc)$/.test(prefix))).toEqual([]);
  });

  it('are matched by whole parts and left alone in the container', () => {
    expect(createRealPaths(fullCatalog, '/r').toReal('/configuration/x')).toBe('/configuration/x');
    expect(createRealPaths(fullCatalog, '/r').toReal('/config')).toBe('/r/config');
    expect(createRealPaths(fullCatalog, '').toReal('/config/x')).toBe('/config/x');
  });

  it('are made real once, even where the root looks like one of them', () => {
    const world = createWorld({ catalog, facts: testFacts({ root: '/config/show' }) }, defaultDocument(catalog));
    const member = world.byService.get('app')?.[0];
    expect(member && resolveText('${self.config_dir}/x', { world, member })).toBe('/config/show/app/default/x');
  });
});

describe('the environment of a program', () => {
  it('is a minimal base, the manifest, and the templates of the entry on top', () => {
    expect(environmentOf(scopeOf(), '/srv/show/app')).toEqual({
      HOME: '/srv/show/app',
      PATH: '/srv/show/app/bin:/usr/bin:/bin',
      LANG: 'C.UTF-8',
      TZ: 'UTC',
      URL: 'http://+:4000',
      DB: '127.0.0.1:5432',
      KEEP: '{unknown}',
      SHELL: '$HOME/x',
    });
  });
});

describe('the environment of a manifest', () => {
  const on = { truthy: '${self.on}' };
  const withRuntime = createCatalog([
    ...fullCatalog.all.filter(({ manifest }) => manifest.key === 'postgres'),
    smallService('app', {
      defaults: { enabled: false, process_name: 'APP', port: 4000, on: true, env: { PORT: '{port}', MINE: '' } },
      fields: { 'env.PORT': { derived: true }, 'env.DB_HOST': { types: ['string'], derived: true } },
      runtime: {
        source: { kind: 'system', program: 'app' },
        artifact: { root: '/app', ready: [], version: { kind: 'marker' }, persist: [] },
        run: {
          argv: ['app'],
          cwd: '/app',
          env: {
            PORT: '${port.web}',
            MODE: [{ when: { not: on }, value: 'off' }, { when: on, value: 'on' }, { value: 'never' }],
            ELSE: [{ when: { not: on }, value: 'off' }, { value: 'else' }],
            NONE: [{ when: { not: on }, value: 'off' }],
            DB_HOST: { when: { not: on }, value: 'db' },
          },
          user: 'service',
        },
        health: { probes: [] },
        logs: { from: 'output', patterns: [] },
        simulated: true,
      },
    }),
  ]);
  const environment = (env: Readonly<Record<string, string>>) => {
    const document = setIn(defaultDocument(withRuntime), ['app', 'env'], env);
    const world = createWorld({ catalog: withRuntime, facts: testFacts() }, document);
    const member = world.byService.get('app')?.[0];
    if (member === undefined) throw new Error('the fixture has an app');
    return environmentOf({ world, member }, '/srv/show/app');
  };

  it('has the first case that applies, and nothing where none does', () => {
    expect(environment({})).toMatchObject({ MODE: 'on', ELSE: 'else', PORT: '4000' });
    expect(environment({})).not.toHaveProperty('NONE');
  });

  it('takes what a person adds, but no old answer of ours', () => {
    const env = environment({ PORT: '3999', DB_HOST: 'old', MODE: 'mine', MORE: '1' });
    expect(env).toMatchObject({ PORT: '4000', MODE: 'mine', MORE: '1' });
    expect(env).not.toHaveProperty('DB_HOST');
  });
});

describe('the toolchains of a program', () => {
  it('are those that it calls as it is set now', () => {
    const scope = scopeOf();
    const { manifest } = scope.member;
    if (manifest.runtime === undefined) throw new Error('the fixture has a runtime');
    const toolchains = [
      'node',
      { name: 'rclone', when: { truthy: '${self.on}' } },
      { name: 'go', when: { truthy: '${self.media}' } },
    ] as const;
    const runtime = { ...manifest.runtime, run: { ...manifest.runtime.run, toolchains } };
    const member = { ...scope.member, manifest: { ...manifest, runtime } };
    const empty = { ...member, entry: { ...member.entry, config: { ...member.entry.config, media: '' } } };
    expect(runToolchains({ ...scope, member: empty })).toEqual(['node', 'rclone']);
    expect(environmentOf({ ...scope, member: empty }, '/cwd')['PATH']).toContain('/tools/node/bin:/tools/rclone/bin:');
  });
});

describe('the restart policy', () => {
  const documentWith = (rule: Parameters<typeof setIn>[2]) => setIn({}, ['dumb', 'auto_restart'], rule);

  it('is on-failure with back-off where nobody made a rule', () => {
    expect(restartPolicyOf('APP', {})).toMatchObject({ when: 'on-failure', maxRestarts: 5, windowMs: 300_000 });
    expect(restartPolicyOf('APP', documentWith({ enabled: true, services: [] }))).toMatchObject({ maxRestarts: 5 });
  });

  it('is that of dumb.auto_restart for a process that is listed, its own keys on top', () => {
    const services = [{ process_name: ' app ', max_restarts: 9 }];
    const rule = {
      enabled: true,
      max_restarts: 2,
      window_seconds: 60,
      backoff_seconds: [1, 2],
      unhealthy_threshold: 4,
      services,
    };
    expect(restartPolicyOf('APP', documentWith(rule))).toEqual({
      when: 'on-failure',
      backoffMs: [1000, 2000],
      maxRestarts: 9,
      windowMs: 60_000,
      unhealthyThreshold: 4,
    });
    const off = { enabled: true, services: [{ process_name: 'APP', enabled: false }] };
    expect(restartPolicyOf('APP', documentWith(off)).when).toBe('no');
  });
});

describe('the wished version', () => {
  it.each([
    [{}, { kind: 'any' }],
    [{ release_version_enabled: true, release_version: '' }, { kind: 'latest' }],
    [
      { release_version_enabled: true, release_version: 'v1.2' },
      { kind: 'tag', tag: 'v1.2' },
    ],
    [{ release_version_enabled: true, release_version: 'v1-nightly' }, { kind: 'nightly' }],
    [{ release_version_enabled: true, release_version: 'prerelease', branch_enabled: true }, { kind: 'prerelease' }],
    [
      { branch_enabled: true, branch: '' },
      { kind: 'branch', branch: 'main' },
    ],
    [
      { commit_sha: 'abc', release_version_enabled: true, release_version: 'v1' },
      { kind: 'commit', commit: 'abc' },
    ],
    [{ pinned_version: 'v3' }, { kind: 'tag', tag: 'v3' }],
  ])('of %j is %j', (config, wish) => {
    expect(versionWish(config)).toEqual(wish);
  });
});
