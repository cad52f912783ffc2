import { describe, expect, it } from 'vitest';
import { packFakeArchive } from '@showrunner/platform/fakes';
import type { BuildStep, SourceSpec, ToolchainName } from '@showrunner/catalog';
import { createInstaller } from '../installer.ts';
import { api, artifactOf, createWorld, jsonAnswer, wireRelease } from '../testing/world.ts';

const source: SourceSpec = { kind: 'github-source', repository: 'owner/zurg', selectors: ['latest'] };
const spec = { root: '/x', ready: [], version: { kind: 'marker' as const }, persist: [] };
const staging = '/data/.zurg-showrunner-install_0001-new';
const bin = '/data/config/.showrunner/toolchains';

interface Given {
  readonly tree: Record<string, string>;
  readonly build: readonly BuildStep[];
  readonly toolchains?: readonly ToolchainName[];
  readonly programs?: Record<string, string>;
  readonly world?: Parameters<typeof createWorld>[0];
}

async function createBuild({ tree, build, toolchains = [], programs = {}, world: more = {} }: Given) {
  const world = createWorld({ programs, ...more });
  for (const path of Object.values(programs)) await world.files.write(path, 'x', { mode: 0o755 });
  const archive = packFakeArchive(
    Object.fromEntries(Object.entries(tree).map(([path, text]) => [`root/${path}`, text])),
  );
  world.network.on(`${api}/repos/owner/zurg/releases/latest`, jsonAnswer(wireRelease('v1')));
  world.network.on(`${api}/repos/owner/zurg/zipball/v1`, { status: 200, body: archive });
  const artifact = artifactOf(source, { build, toolchains, spec, owner: { uid: 1000, gid: 1000 } });
  return { ...world, run: () => world.installer.installArtifact(artifact, world.install) };
}

describe('build steps', () => {
  it('makes a virtual environment, proves it, and rewrites its scripts for where it will be', async () => {
    const venv = `${staging}/venv`;
    const build = await createBuild({
      tree: { 'requirements.txt': 'x' },
      build: [{ kind: 'python-venv', at: 'venv', requirements: 'requirements.txt' }],
      programs: { python3: '/usr/bin/python3' },
      world: {
        settings: { pypiUrl: 'http://pypi.test/simple' },
        run: async ({ argv }) => {
          if (argv[2] !== 'venv') return {};
          await build.files.write(`${argv[3]}/bin/tool`, `#!${argv[3]}/bin/python\n`, { mode: 0o755 });
          await build.files.write(`${argv[3]}/pyvenv.cfg`, `command = ${argv[3]}\n`);
          await build.files.write(`${argv[3]}/bin/binary`, new Uint8Array([0, 1, 2]));
          return {};
        },
      },
    });
    await build.run();
    expect(build.commands).toEqual([
      `${bin}/python/bin/python3 -m venv ${venv}`,
      `${venv}/bin/python -m pip install --index-url http://pypi.test/simple -r ${staging}/requirements.txt`,
      `${venv}/bin/python -m pip check`,
    ]);
    expect(await build.files.readText('/data/zurg/venv/bin/tool')).toBe('#!/data/zurg/venv/bin/python\n');
    expect(await build.files.readText('/data/zurg/venv/pyvenv.cfg')).toBe('command = /data/zurg/venv\n');
    expect(await build.files.readBytes('/data/zurg/venv/bin/binary')).toEqual(new Uint8Array([0, 1, 2]));
  });

  it('installs with Poetry into the environment of the program', async () => {
    const environments: (Readonly<Record<string, string>> | undefined)[] = [];
    const build = await createBuild({
      tree: {},
      build: [{ kind: 'python-venv', at: 'venv', poetry: true }],
      programs: { python3: '/usr/bin/python3', poetry: '/opt/poetry' },
      world: {
        run: async ({ argv, env, user }) => {
          expect(user).toEqual({ uid: 1000, gid: 1000 });
          if (argv[1] === 'install') environments.push(env);
          await build.files.makeDirectory(`${staging}/venv/bin`);
          return {};
        },
      },
    });
    await build.run();
    expect(build.commands[1]).toBe(`${bin}/python/bin/poetry install --no-root --without dev --sync`);
    expect(environments[0]).toMatchObject({
      VIRTUAL_ENV: `${staging}/venv`,
      POETRY_VIRTUALENVS_CREATE: 'false',
      CI: '1',
    });
    expect(environments[0]?.['PATH']).toBe(`${bin}/python/bin:/usr/bin`);
  });

  it('builds a Node project from its lock file', async () => {
    const build = await createBuild({
      tree: { 'package.json': '{}', 'pnpm-lock.yaml': '' },
      build: [{ kind: 'node', tool: 'pnpm', scripts: ['build'] }],
      programs: { node: '/usr/bin/node', pnpm: '/usr/bin/pnpm' },
      toolchains: ['node', 'pnpm'],
    });
    await build.run();
    const pnpm = `${bin}/pnpm/bin/pnpm`;
    expect(build.commands).toEqual([`${pnpm} install --frozen-lockfile --prefer-offline`, `${pnpm} run build`]);
  });

  it('hands over the environment of a step, and installs several lists in one go', async () => {
    const environments: (Readonly<Record<string, string>> | undefined)[] = [];
    const build = await createBuild({
      tree: { 'package.json': '{}', 'pnpm-lock.yaml': '', 'a.txt': '', 'b.txt': '' },
      build: [
        { kind: 'node', tool: 'pnpm', scripts: ['build'], env: { SKIP_BINARY: '0' } },
        { kind: 'run', toolchain: 'go', argv: ['go', 'build', '-ldflags=${version}'], env: { CGO_ENABLED: '0' } },
        { kind: 'python-venv', at: 'venv', requirements: ['a.txt', 'b.txt'] },
      ],
      programs: { node: '/usr/bin/node', pnpm: '/usr/bin/pnpm', go: '/usr/bin/go', python3: '/usr/bin/python3' },
      world: {
        run: async ({ argv, env }) => {
          environments.push(env);
          if (argv[2] === 'venv') await build.files.makeDirectory(`${staging}/venv/bin`);
          return {};
        },
      },
    });
    await build.run();
    expect(environments.slice(0, 3)).toMatchObject([{ SKIP_BINARY: '0' }, { SKIP_BINARY: '0' }, { CGO_ENABLED: '0' }]);
    expect(build.commands[2]).toBe(`${bin}/go/bin/go build -ldflags=v1`);
    expect(build.commands[4]).toBe(`${staging}/venv/bin/python -m pip install -r ${staging}/a.txt -r ${staging}/b.txt`);
  });

  it('builds with the Yarn that the project brings, and only without one with the Yarn of the machine', async () => {
    const steps: readonly BuildStep[] = [
      { kind: 'node', tool: 'yarn', scripts: ['build'] },
      { kind: 'run', toolchain: 'yarn', argv: ['yarn', 'workspaces', 'focus', '--all', '--production'] },
    ];
    const vendored = await createBuild({
      tree: {
        'package.json': '{}',
        'yarn.lock': '',
        '.yarnrc.yml': 'enableScripts: true\nyarnPath: .yarn/releases/yarn-4.17.1.cjs\n',
        '.yarn/releases/yarn-4.17.1.cjs': '',
      },
      build: steps,
      programs: { node: '/usr/bin/node' },
    });
    await vendored.run();
    const own = `${bin}/node/bin/node ${staging}/.yarn/releases/yarn-4.17.1.cjs`;
    expect(vendored.commands).toEqual([
      `${own} install --immutable`,
      `${own} run build`,
      `${own} workspaces focus --all --production`,
    ]);
    const classic = await createBuild({
      tree: { 'package.json': '{}', 'yarn.lock': '' },
      build: steps.slice(0, 1),
      programs: { node: '/usr/bin/node', yarn: '/usr/bin/yarn' },
    });
    await classic.run();
    expect(classic.commands[0]).toBe(`${bin}/yarn/bin/yarn install --frozen-lockfile --prefer-offline`);
  });

  it('runs no Yarn from outside of the project', async () => {
    const build = await createBuild({
      tree: { 'package.json': '{}', '.yarnrc.yml': 'yarnPath: ../../etc/yarn.cjs\n' },
      build: [{ kind: 'node', tool: 'yarn', scripts: [] }],
      programs: { node: '/usr/bin/node' },
    });
    await expect(build.run()).rejects.toMatchObject({ code: 'path.forbidden' });
  });

  it('replaces a text in all files that fit a pattern, by the place where they will be', async () => {
    const replace = (files: readonly string[], expect: 'required' | 'optional'): BuildStep => ({
      kind: 'replace-in-files',
      files,
      find: '/opt/app',
      replace: '${artifact}',
      expect,
    });
    const tree = {
      'dist/main.js': 'run /opt/app/x and /opt/app/y',
      'dist/deep/er/config.js': '/opt/app',
      'dist/config.json': '/opt/app',
      'src/main.js': '/opt/app',
    };
    const build = await createBuild({ tree, build: [replace(['dist/**/*.js'], 'required')] });
    await build.run();
    expect(await build.files.readText('/data/zurg/dist/main.js')).toBe('run /data/zurg/x and /data/zurg/y');
    expect(await build.files.readText('/data/zurg/dist/deep/er/config.js')).toBe('/data/zurg');
    for (const path of ['dist/config.json', 'src/main.js'])
      expect(await build.files.readText(`/data/zurg/${path}`)).toBe('/opt/app');

    const changed = await createBuild({ tree, build: [replace(['lib/**/*.js'], 'required')] });
    await expect(changed.run()).rejects.toThrow('lib/**/*.js is not there; the program has changed');
    const skipped = await createBuild({ tree, build: [replace(['dist/**/*.cjs', 'dist/m*.js'], 'optional')] });
    await skipped.run();
    expect(skipped.lines).toContain('dist/**/*.cjs is not there; left as it is.');
    expect(await skipped.files.readText('/data/zurg/dist/main.js')).toContain('/data/zurg/x');
  });

  it('publishes .NET projects', async () => {
    const build = await createBuild({
      tree: { 'src/A/A.csproj': 'net9.0' },
      build: [
        { kind: 'replace-in-files', files: ['src/A/A.csproj'], find: 'net9.0', replace: 'net10.0', expect: 'required' },
        { kind: 'dotnet', project: 'src/A', output: 'app' },
        { kind: 'symlink', path: 'a/wwwroot', target: 'app/wwwroot' },
      ],
      programs: { dotnet: '/usr/bin/dotnet' },
    });
    await build.run();
    const dotnet = `${bin}/dotnet/bin/dotnet`;
    expect(build.commands).toEqual([
      `${dotnet} restore src/A`,
      `${dotnet} publish src/A -c Release --no-restore -o ${staging}/app`,
    ]);
    expect(await build.files.readText('/data/zurg/src/A/A.csproj')).toBe('net10.0');
    expect(await build.files.readLink('/data/zurg/a/wwwroot')).toBe('../app/wwwroot');
  });

  it('gives a file that is named after the machine its plain name, and asks which one where several are like it', async () => {
    const rename: BuildStep = { kind: 'rename', pattern: 'tool(-linux-\\w+)?', to: 'tool' };
    const build = await createBuild({ tree: { 'tool-linux-amd64': 'x', 'tools.md': 'y' }, build: [rename] });
    await build.run();
    expect(await build.files.list('/data/zurg')).toEqual(['tool', 'tools.md', 'version.txt']);
    for (const tree of [{ 'tools.md': 'y' }, { 'tool-linux-amd64': 'x', tool: 'y' }]) {
      await expect((await createBuild({ tree, build: [rename] })).run()).rejects.toMatchObject({
        code: 'build.failed',
      });
    }
  });

  it.each([
    [{ 'new/main': 'x' }, ['/data/zurg/new/made']],
    [{ 'old/main': 'x' }, ['/data/zurg/old/made']],
  ])('builds only what the layout %j has', async (tree, made) => {
    const steps: readonly BuildStep[] = [
      { kind: 'symlink', path: 'new/made', target: 'x', ifPresent: 'new/main' },
      { kind: 'symlink', path: 'old/made', target: 'x', ifAbsent: 'new/main' },
    ];
    const build = await createBuild({ tree, build: steps });
    await build.run();
    const paths = await Promise.all(
      ['new', 'old'].map(async (name) =>
        (await build.files.readLink(`/data/zurg/${name}/made`)) ? [`/data/zurg/${name}/made`] : [],
      ),
    );
    expect(paths.flat()).toEqual(made);
  });

  it('tells the last lines of a build that failed, and leaves nothing', async () => {
    const build = await createBuild({
      tree: {},
      build: [{ kind: 'run', toolchain: 'go', argv: ['go', 'build'] }],
      programs: { go: '/usr/bin/go' },
      world: {
        run: ({ onLine }) => {
          onLine?.('main.go:1: no');
          return { code: 2 };
        },
      },
    });
    await expect(build.run()).rejects.toMatchObject({
      code: 'build.failed',
      message: expect.stringContaining('main.go:1: no'),
      details: { code: 2, lastLines: ['main.go:1: no'] },
    });
    expect(build.files.snapshot('/data/zurg')).toEqual({});
    expect(build.files.snapshot(staging)).toEqual({});
  });

  it('does not let a step leave the artifact', async () => {
    const steps: readonly BuildStep[] = [
      { kind: 'symlink', path: '../x', target: 'y' },
      { kind: 'symlink', path: 'x', target: '../../etc' },
      { kind: 'replace-in-files', files: ['../../etc/passwd'], find: 'a', replace: 'b', expect: 'optional' },
    ];
    for (const step of steps) {
      await expect((await createBuild({ tree: {}, build: [step] })).run()).rejects.toMatchObject({
        code: 'path.forbidden',
      });
    }
  });
});

describe('toolchains', () => {
  const toolchainsUrl = 'http://tools.test';
  const archive = packFakeArchive({ 'bin/pnpm': { content: 'stand-in', mode: 0o755 } });

  it('has a path that does not depend on where its programs are', async () => {
    const world = createWorld({ programs: { pnpm: '/usr/bin/pnpm' } });
    await world.files.write('/usr/bin/pnpm', 'x');
    expect(await world.installer.resolveToolchain('pnpm', world.install)).toBe(
      world.installer.toolchainDirectory('pnpm'),
    );
    expect(await world.files.readLink(`${bin}/pnpm/bin/pnpm`)).toBe('/usr/bin/pnpm');
  });

  it('is fetched where the machine has none, once', async () => {
    const world = createWorld({ settings: { toolchainsUrl } });
    world.network.on(`${toolchainsUrl}/pnpm-amd64.tar.gz`, { status: 200, headers: { etag: '"1"' }, body: archive });
    await world.installer.resolveToolchain('pnpm', world.install);
    const before = await world.files.facts(`${bin}/pnpm/bin/pnpm`);
    await world.installer.resolveToolchain('pnpm', world.install);
    expect(world.network.requests).toHaveLength(1);
    // The next start asks whether there is a newer one.
    await createInstaller(world.tools, world.settings).resolveToolchain('pnpm', world.install);
    expect(await world.files.facts(`${bin}/pnpm/bin/pnpm`)).toEqual(before);
    expect(world.network.requests).toEqual([
      `GET ${toolchainsUrl}/pnpm-amd64.tar.gz`,
      `HEAD ${toolchainsUrl}/pnpm-amd64.tar.gz`,
    ]);
  });

  it('is never a stand-in where programs of the stack are to be the real ones', async () => {
    const world = createWorld({
      settings: { toolchainsUrl, preferFetchedToolchains: true },
      programs: { rclone: '/usr/bin/rclone' },
    });
    await world.files.write('/usr/bin/rclone', 'x');
    await world.installer.resolveToolchain('rclone', world.install);
    expect(await world.files.readLink(`${bin}/rclone/bin/rclone`)).toBe('/usr/bin/rclone');
    expect(world.network.requests).toEqual([]);
  });

  it('is fetched although the machine has one, where that is preferred', async () => {
    const world = createWorld({
      settings: { toolchainsUrl, preferFetchedToolchains: true },
      programs: { pnpm: '/usr/bin/pnpm' },
    });
    world.network.on(`${toolchainsUrl}/pnpm-amd64.tar.gz`, { status: 200, body: archive });
    await world.installer.resolveToolchain('pnpm', world.install);
    expect(await world.files.readText(`${bin}/pnpm/bin/pnpm`)).toBe('stand-in');
  });

  it('names what is missing and how to get it', async () => {
    const world = createWorld();
    await expect(world.installer.resolveToolchain('dotnet', world.install)).rejects.toMatchObject({
      code: 'host.missing',
      message: expect.stringContaining('SDK'),
    });
  });

  it('takes node from where we ourselves run', async () => {
    const world = createWorld({ settings: { nodeDirectory: '/opt/node/bin' } });
    for (const name of ['node', 'npm', 'npx']) await world.files.write(`/opt/node/bin/${name}`, 'x');
    await world.installer.resolveToolchain('node', world.install);
    expect(await world.files.readLink(`${bin}/node/bin/npm`)).toBe('/opt/node/bin/npm');
  });
});
