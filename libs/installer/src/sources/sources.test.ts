import { describe, expect, it } from 'vitest';
import { packFakeArchive } from '@showrunner/platform/fakes';
import type { SourceSpec } from '@showrunner/catalog';
import type { PlannedArtifact, VersionWish } from '@showrunner/planner';
import { api, artifactOf, createWorld, jsonAnswer, web, wireRelease } from '../testing/world.ts';

const marker = { root: '/x', ready: [], version: { kind: 'marker' as const }, persist: [] };
const source: SourceSpec = {
  kind: 'github-source',
  repository: 'owner/zurg',
  selectors: ['latest', 'tag', 'prerelease', 'nightly', 'branch', 'commit'],
};
const repository = `${api}/repos/owner/zurg`;
const zip = { status: 200, body: packFakeArchive({ 'owner-zurg-abc/main.py': 'x' }) };

describe('github-source', () => {
  const sha = '0123456789abcdef0123456789abcdef01234567';
  const releases = [
    wireRelease('nightly-2', [], { id: 2, published_at: '2026-02-01T00:00:00Z' }),
    wireRelease('nightly-3', [], { id: 3, published_at: '2026-02-01T00:00:00Z' }),
    wireRelease('v9-draft', [], { id: 9, prerelease: true, draft: true, published_at: '2026-09-01T00:00:00Z' }),
    wireRelease('v2-rc1', [], { id: 4, prerelease: true, published_at: '2026-01-05T00:00:00Z' }),
    wireRelease('v2-rc0', [], { id: 5, prerelease: true, published_at: '2026-01-04T00:00:00Z' }),
  ];
  const cases: readonly [VersionWish, string, string][] = [
    [{ kind: 'any' }, 'v1', `${repository}/zipball/v1`],
    [{ kind: 'latest' }, 'v1', `${repository}/zipball/v1`],
    [{ kind: 'tag', tag: 'v0/odd tag' }, 'v0/odd tag', `${repository}/zipball/v0/odd%20tag`],
    [{ kind: 'prerelease' }, 'v2-rc1', `${repository}/zipball/v2-rc1`],
    [{ kind: 'nightly' }, 'nightly-3', `${repository}/zipball/nightly-3`],
    [{ kind: 'branch', branch: 'dev' }, 'dev-01234567', `${web}/owner/zurg/archive/${sha}.zip`],
    [{ kind: 'commit', commit: sha }, 'commit-0123456789ab', `${web}/owner/zurg/archive/${sha}.zip`],
  ];
  for (const [version, name, url] of cases) {
    it(`installs ${JSON.stringify(version)} as ${name}`, async () => {
      const world = createWorld();
      world.network.on(`${repository}/releases/latest`, jsonAnswer(wireRelease('v1')));
      world.network.on(`${repository}/releases/tags/v0%2Fodd%20tag`, jsonAnswer(wireRelease('v0/odd tag')));
      world.network.on(`${repository}/releases?per_page=100`, jsonAnswer(releases));
      world.network.on(`${repository}/commits/dev`, jsonAnswer({ sha }));
      world.network.on(`${repository}/commits/${sha}`, jsonAnswer({ sha }));
      world.network.on(url, zip);
      const artifact = artifactOf(source, { version, spec: marker });
      await expect(world.installer.installArtifact(artifact, world.install)).resolves.toMatchObject({ version: name });
      expect(world.files.snapshot('/data/zurg')).toMatchObject({ '/data/zurg/main.py': 'x' });
    });
  }

  it('refuses a way of choosing that the source does not offer', async () => {
    const world = createWorld();
    const artifact = artifactOf({ ...source, selectors: ['latest'] }, { version: { kind: 'branch', branch: 'x' } });
    await expect(world.installer.installArtifact(artifact, world.install)).rejects.toMatchObject({
      code: 'source.not-found',
    });
  });

  it('refuses a repository that is not one, and does not ask for it', async () => {
    for (const wrong of ['owner', 'owner/../x', 'a/b/c', 'owner/..', '/x']) {
      const world = createWorld();
      const artifact = artifactOf(source, { repository: wrong });
      await expect(world.installer.installArtifact(artifact, world.install)).rejects.toMatchObject({
        code: 'source.not-found',
      });
      expect(world.network.requests).toEqual([]);
    }
  });

  it('sends the token to the API and not to the web', async () => {
    const seen: Record<string, string | undefined> = {};
    const world = createWorld({ settings: { githubToken: 'tok' } });
    world.network.on(`${repository}/commits/dev`, (request) => {
      seen['api'] = request.headers?.['authorization'];
      return jsonAnswer({ sha });
    });
    world.network.on(`${web}/owner/zurg/archive/${sha}.zip`, (request) => {
      seen['web'] = request.headers?.['authorization'];
      return zip;
    });
    await world.installer.installArtifact(
      artifactOf(source, { version: { kind: 'branch', branch: 'dev' }, spec: marker }),
      world.install,
    );
    expect(seen).toEqual({ api: 'token tok', web: undefined });
  });

  it('says that a token was refused', async () => {
    const world = createWorld({ settings: { githubToken: 'tok' } });
    world.network.on(`${repository}/releases/latest`, {
      status: 401,
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    await expect(world.installer.installArtifact(artifactOf(source), world.install)).rejects.toMatchObject({
      code: 'credential.rejected',
    });
  });
});

const postgres: SourceSpec = {
  kind: 'first',
  of: [
    { kind: 'system', program: 'postgres', directories: ['/usr/lib/postgresql/*/bin'], companions: ['initdb'] },
    {
      kind: 'npm-package',
      package: { amd64: '@pg/x64', arm64: '@pg/arm64' },
      version: '18.4.0',
      directory: 'native',
      links: 'links.json',
    },
  ],
};
const postgresArtifact = (changes: Partial<PlannedArtifact> = {}): PlannedArtifact =>
  artifactOf(postgres, {
    spec: {
      root: '/postgres',
      ready: ['bin/postgres', 'bin/initdb'],
      executables: ['bin/postgres', 'bin/initdb'],
      version: { kind: 'command', argv: ['postgres', '--version'], pattern: '(\\d+\\.\\d+)' },
      persist: [],
    },
    ...changes,
  });

describe('what is on the machine', () => {
  it('links a program with all that is beside it in a directory of its own', async () => {
    const directory = '/usr/lib/postgresql/15/bin';
    const world = createWorld({
      programs: { postgres: `${directory}/postgres` },
      run: () => ({ stdout: 'postgres (PostgreSQL) 15.9 (Debian)' }),
    });
    for (const name of ['postgres', 'initdb', 'psql'])
      await world.files.write(`${directory}/${name}`, 'x', { mode: 0o755 });
    const installed = await world.installer.installArtifact(postgresArtifact(), world.install);
    expect(installed.version).toBe('15.9');
    expect(world.files.snapshot('/data/zurg')).toEqual({
      '/data/zurg': '/',
      '/data/zurg/bin': '/',
      '/data/zurg/bin/initdb': `→ ${directory}/initdb`,
      '/data/zurg/bin/postgres': `→ ${directory}/postgres`,
      '/data/zurg/bin/psql': `→ ${directory}/psql`,
    });
  });

  it('takes the next source where a program is missing, and makes its files executable', async () => {
    const world = createWorld({
      settings: { npmPackageDirectory: (name) => `/modules/${name}` },
      run: () => ({ stdout: '18.1' }),
    });
    await world.files.write('/modules/@pg/x64/native/bin/postgres', 'x');
    await world.files.write('/modules/@pg/x64/native/bin/initdb', 'x');
    const links = [
      { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' },
      { source: 'native/lib/libpq.so.5.18', target: 'native/bin/elsewhere' },
    ];
    await world.files.write('/modules/@pg/x64/native/lib/libpq.so.5.18', 'x');
    await world.files.write('/modules/@pg/x64/native/links.json', JSON.stringify(links));
    await expect(world.installer.installArtifact(postgresArtifact(), world.install)).resolves.toMatchObject({
      version: '18.1',
    });
    expect((await world.files.facts('/data/zurg/bin/postgres'))?.mode).toBe(0o755);
    expect(await world.files.readLink('/data/zurg/lib/libpq.so.5')).toBe('libpq.so.5.18');
    expect(await world.files.facts('/data/zurg/bin/elsewhere')).toBeUndefined();
    expect((await world.files.facts('/modules/@pg/x64/native/bin/postgres'))?.mode).toBe(0o644);
  });

  it('fetches a package with the npm client, without its scripts, as the person who runs us', async () => {
    const owner = { uid: 7, gid: 8 };
    const world = createWorld({
      programs: { npm: '/usr/bin/npm' },
      settings: { clientEnv: { HOME: '/root', npm_config_cafile: '/etc/ca.crt' } },
      run: async ({ argv, user, env }) => {
        if (!argv.includes('install')) return { stdout: '18.4' };
        expect(user).toBeUndefined();
        expect(env).toMatchObject({ HOME: '/root', npm_config_cafile: '/etc/ca.crt' });
        const native = `${argv[argv.indexOf('--prefix') + 1] ?? ''}/node_modules/@pg/x64/native`;
        for (const name of ['postgres', 'initdb']) await world.files.write(`${native}/bin/${name}`, 'x');
        return {};
      },
    });
    await world.installer.installArtifact(postgresArtifact({ owner }), world.install);
    expect(world.commands.find((command) => command.includes('install'))).toMatch(
      /npm install --prefix \S+ .*--ignore-scripts .*@pg\/x64@18\.4\.0$/,
    );
    expect((await world.files.facts('/data/zurg/bin/postgres'))?.owner).toEqual(owner);
    expect(Object.keys(world.files.snapshot('/data/zurg'))).toEqual([
      '/data/zurg',
      '/data/zurg/bin',
      '/data/zurg/bin/initdb',
      '/data/zurg/bin/postgres',
    ]);
  });

  it('tells every reason where nothing can be had', async () => {
    const world = createWorld();
    await expect(world.installer.installArtifact(postgresArtifact(), world.install)).rejects.toMatchObject({
      code: 'host.missing',
      message: expect.stringMatching(/postgres is not installed.*@pg\/x64 is not installed/),
    });
  });

  it('uses the program of another service only when it is there', async () => {
    const world = createWorld();
    const artifact = artifactOf({ kind: 'shared-with', service: 'cli_debrid' });
    await expect(world.installer.installArtifact(artifact, world.install)).rejects.toMatchObject({
      code: 'source.not-found',
    });
    await world.files.write('/data/zurg/zurg', 'x');
    const installed = await world.installer.installArtifact(artifact, world.install);
    await installed.undo();
    expect(await world.files.readText('/data/zurg/zurg')).toBe('x');
  });
});
