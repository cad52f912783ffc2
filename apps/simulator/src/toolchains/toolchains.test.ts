import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { services } from '@showrunner/catalog';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../testing/run-program.ts';
import { runSimulator } from '../testing/run-simulator.ts';
import { readZip } from './programs/read-zip.ts';

let simulator: Awaited<ReturnType<typeof runSimulator>>;
let folder: string;

beforeAll(async () => {
  simulator = await runSimulator();
  folder = await mkdtemp(join(tmpdir(), 'toolchains-'));
  for (const name of ['python', 'dotnet', 'pnpm', 'bun', 'go']) await unpackToolchain(name);
});
afterAll(async () => {
  await simulator[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

describe('simulated Python', () => {
  it('installs pgAdmin into an environment from the package index, and its program runs', async () => {
    const venv = join(folder, 'pgadmin/venv');
    expect(await run(['python/bin/python3', '-m', 'venv', venv])).toMatchObject({ code: 0 });
    const pip = [`${venv}/bin/python`, '-m', 'pip', 'install', '--index-url', `${simulator.url}/pypi/simple`] as const;
    expect(await run([...pip, 'pgadmin4==9.17'])).toMatchObject({
      code: 0,
      output: expect.stringContaining('Successfully installed pgadmin4-9.17'),
    });
    expect(await run([...pip, 'pgadmin4==1.0'])).toMatchObject({
      code: 1,
      output: expect.stringContaining('from versions: 9.17'),
    });
    // The stand-in refuses, because its settings file is missing: so it is the stand-in that ran.
    expect(await run([`${venv}/bin/pgadmin4`])).toMatchObject({
      code: 1,
      output: expect.stringContaining('config_local.py'),
    });
  });

  it('notices a wheel that is not what the index published', async () => {
    const venv = join(folder, 'corrupt/venv');
    await run(['python/bin/python3', '-m', 'venv', venv]);
    const fault = { path: '/pypi/files', kind: 'corrupt', times: 1 };
    await fetch(`${simulator.url}/control/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fault),
    });
    const pip = [
      `${venv}/bin/pip`,
      'install',
      '--index-url',
      `${simulator.url}/pypi/simple`,
      'pgadmin4==9.17',
    ] as const;
    expect(await run(pip)).toMatchObject({ code: 1, output: expect.stringContaining('DO NOT MATCH THE HASHES') });
  });

  it('builds Riven as Poetry does, and its Python runs the stand-in', async () => {
    const tree = await unpackSource('rivenmedia/riven', 'v0.23.6');
    const venv = join(tree, 'venv');
    await run(['python/bin/python3', '-m', 'venv', '--clear', venv]);
    const install = ['python/bin/poetry', 'install', '--no-root', '--without', 'dev', '--sync'] as const;
    expect(await run(install, tree)).toMatchObject({ code: 1, output: expect.stringContaining('VIRTUAL_ENV') });
    expect(await run(install, tree, { VIRTUAL_ENV: venv, POETRY_VIRTUALENVS_CREATE: 'false' })).toMatchObject({
      code: 0,
    });
    expect(await run([`${venv}/bin/python`, '-m', 'pip', 'check'], tree)).toMatchObject({ code: 0 });
    expect(await run([`${venv}/bin/python`, 'src/main.py', '-p', 'x'], tree)).toMatchObject({
      code: 2,
      output: expect.stringContaining('invalid int value'),
    });
    expect(await run([`${venv}/bin/python`, 'src/other.py'], tree)).toMatchObject({
      code: 2,
      output: expect.stringContaining('No such file'),
    });
  });

  it.each([[['-m', 'venv', '--fast', 'x']], [['-c', 'print()']], [['-m', 'pip', 'install', '--user', 'x']]])(
    'refuses %j with 2',
    async (args) => {
      expect(await run(['python/bin/python3', ...args])).toMatchObject({ code: 2 });
    },
  );
});

describe('simulated compileall', () => {
  it('finds a file of CLI Debrid that cannot be compiled, and leaves the environment alone', async () => {
    const tree = await unpackSource('godver3/cli_debrid', 'v0.7.25');
    const step = argvOf('cli_debrid');
    expect(step).toContain('compileall');
    const compile = ['python/bin/python3', ...step.slice(1)] as const;
    await mkdir(join(tree, 'venv/lib'), { recursive: true });
    await writeFile(join(tree, 'venv/lib/foreign.py'), 'print(');
    expect(await run(compile, tree)).toMatchObject({ code: 0 });
    await writeFile(join(tree, 'database/broken.py'), '<<<<<<< HEAD\nx = 1\n');
    expect(await run(compile, tree)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/Error compiling 'database\/broken\.py'.*SyntaxError/s),
    });
  });
});

describe('simulated Go', () => {
  it('builds Decypharr as its manifest says, with the version linked in', async () => {
    const tree = await unpackSource('sirrobot01/decypharr', 'v2.4');
    const build = ['go/bin/go', ...argvOf('decypharr').slice(1)] as const;
    const linked = build.map((part) => part.replace('${version}', 'main-1a2b3c4d')) as [string, ...string[]];
    expect(await run(linked, tree)).toMatchObject({ code: 0 });
    expect(await readFile(join(tree, 'decypharr'), 'utf8')).toContain('STAND_IN_VERSION = "3.0.0-main-1a2b3c4d"');
    expect(await run([join(tree, 'decypharr')], tree)).toMatchObject({
      output: expect.stringContaining('flag needs an argument: -config'),
    });
  });

  it('refuses a module that is too new, one that is none, and flags of the linker that it does not know', async () => {
    const tree = await unpackSource('sirrobot01/decypharr', 'v2.4');
    const build = ['go/bin/go', 'build', '-o', 'x'] as const;
    expect(await run([...build, '-ldflags', '-Q'], tree)).toMatchObject({ code: 2 });
    await writeFile(join(tree, 'go.mod'), 'module x\n\ngo 1.99\n');
    expect(await run(build, tree)).toMatchObject({ code: 1, output: expect.stringContaining('requires go >= 1.99') });
    await rm(join(tree, 'go.mod'));
    expect(await run(build, tree)).toMatchObject({ code: 1, output: expect.stringContaining('go.mod file not found') });
  });
});

describe('simulated .NET', () => {
  it('publishes the two programs of Zilean', async () => {
    const tree = await unpackSource('iPromKnight/zilean', 'v3.5.0');
    for (const project of ['src/Zilean.ApiService', 'src/Zilean.Scraper']) {
      expect(await run(['dotnet/bin/dotnet', 'restore', project], tree)).toMatchObject({ code: 0 });
      expect(
        await run(['dotnet/bin/dotnet', 'publish', project, '-c', 'Release', '-o', 'app', '--no-restore'], tree),
      ).toMatchObject({ code: 0 });
    }
    expect(JSON.parse(await readFile(join(tree, 'app/zilean-api.runtimeconfig.json'), 'utf8'))).toMatchObject({
      runtimeOptions: { tfm: 'net9.0' },
    });
    expect(await run([join(tree, 'app/scraper')], tree)).toMatchObject({ code: 0 });
    expect(await run([join(tree, 'app/zilean-api')], tree)).toMatchObject({
      code: 1,
      output: expect.stringContaining('connection string has no host'),
    });
  });

  it.each([
    [['publish', 'nothing', '-c', 'Release'], 1],
    [['publish', '.', '--fast'], 2],
    [['fly'], 1],
  ])('refuses %j with %i', async (args, code) => {
    expect(await run(['dotnet/bin/dotnet', ...args])).toMatchObject({ code });
  });
});

describe('simulated pnpm', () => {
  it('installs what is locked and builds the frontend', async () => {
    const tree = await unpackSource('rivenmedia/riven-frontend', 'v0.21.0');
    expect(await run(['pnpm/bin/pnpm', 'install', '--frozen-lockfile'], tree)).toMatchObject({ code: 0 });
    expect(await run(['pnpm/bin/pnpm', 'run', 'build'], tree)).toMatchObject({ code: 0 });
    expect(existsSync(join(tree, 'build/index.js'))).toBe(true);
    expect(await run([process.execPath, 'build'], tree)).toMatchObject({
      code: 1,
      output: expect.stringContaining('BACKEND_URL'),
    });
    await rm(join(tree, 'pnpm-lock.yaml'));
    expect(await run(['pnpm/bin/pnpm', 'install', '--frozen-lockfile'], tree)).toMatchObject({
      code: 1,
      output: expect.stringContaining('ERR_PNPM_NO_LOCKFILE'),
    });
    expect(await run(['pnpm/bin/pnpm', 'install', '--fast'], tree)).toMatchObject({ code: 2 });
  });
});

describe('simulated pnpm with a project that names its Node', () => {
  it('installs Seerr only once it is told not to be strict', async () => {
    const tree = await unpackSource('seerr-team/seerr', 'v3.1.0');
    const other = { ...JSON.parse(await readFile(join(tree, 'package.json'), 'utf8')), engines: { node: '^18.0.0' } };
    await writeFile(join(tree, 'package.json'), JSON.stringify(other));
    const install = ['pnpm/bin/pnpm', 'install', '--frozen-lockfile', '--prefer-offline'] as const;
    expect(await run(install, tree)).toMatchObject({
      code: 1,
      output: expect.stringContaining('ERR_PNPM_UNSUPPORTED_ENGINE'),
    });
    await writeFile(join(tree, '.npmrc'), 'engine-strict=false\n');
    expect(await run(install, tree)).toMatchObject({ code: 0 });
    for (const script of ['build:next', 'build:server'])
      expect(await run(['pnpm/bin/pnpm', 'run', script], tree)).toMatchObject({ code: 0 });
    expect(existsSync(join(tree, '.next/BUILD_ID'))).toBe(true);
    expect(await run([process.execPath, 'dist/index.js'], tree)).toMatchObject({
      code: 1,
      output: expect.stringContaining('NODE_ENV'),
    });
  });
});

describe('simulated Bun', () => {
  it('builds Pulsarr from its lock, migrates its database, and runs it only then', async () => {
    const tree = await unpackSource('jamcalli/Pulsarr', 'v0.8.0');
    const bun = 'bun/bin/bun';
    expect(await run([bun, 'install', '--frozen-lockfile'], tree)).toMatchObject({ code: 0 });
    expect(await run([bun, 'run', 'build'], tree)).toMatchObject({ code: 0 });
    const env = { NODE_ENV: 'production', listenPort: 'x', dbPath: join(tree, 'data/db/pulsarr.db') };
    const serve = [bun, 'run', '--bun', 'dist/server.js'] as const;
    expect(await run(serve, tree, env)).toMatchObject({ code: 1, output: expect.stringContaining('env/listenPort') });
    expect(await run(serve, tree, { ...env, listenPort: '1' })).toMatchObject({
      code: 1,
      output: expect.stringContaining('no such table'),
    });
    expect(await run([bun, 'run', '--bun', 'migrations/migrate.ts'], tree, env)).toMatchObject({
      code: 0,
      output: expect.stringContaining('Migrations completed'),
    });
    await rm(join(tree, 'bun.lock'));
    expect(await run([bun, 'install', '--frozen-lockfile'], tree)).toMatchObject({
      code: 1,
      output: expect.stringContaining('lockfile is frozen'),
    });
  });

  it.each([
    [['install', '--fast'], 2],
    [['run', 'nothing'], 1],
    [['fly'], 1],
  ])('refuses %j with %i', async (args, code) => {
    const tree = await unpackSource('jamcalli/Pulsarr', 'v0.8.0');
    expect(await run(['bun/bin/bun', ...args], tree)).toMatchObject({ code });
  });
});

describe('the simulated Yarn that Maintainerr brings', () => {
  it('builds it as its manifest says, and it starts only where its paths were put right', async () => {
    const tree = await unpackSource('Maintainerr/Maintainerr', 'v3.24.0');
    const yarn = (...args: readonly string[]) => [process.execPath, '.yarn/releases/yarn-4.17.1.cjs', ...args] as const;
    const build = { npm_config_build_from_source: 'true' };
    expect(await run(yarn('run', 'build'), tree)).toMatchObject({
      code: 1,
      output: expect.stringContaining('install'),
    });
    for (const args of [
      ['install', '--immutable'],
      ['run', 'build'],
      ['workspaces', 'focus', '--all', '--production'],
    ])
      expect(await run(yarn(...args), tree)).toMatchObject({ code: 0 });
    expect(await run(yarn('rebuild', 'canvas'), tree)).toMatchObject({ code: 1 });
    expect(await run(yarn('rebuild', 'canvas'), tree, build)).toMatchObject({ code: 0 });
    const main = [process.execPath, 'apps/server/dist/main.js'] as const;
    const env = { NODE_ENV: 'production', UI_PORT: '0', DATA_DIR: join(tree, 'data') };
    const places = join(tree, 'apps/server/dist/app/config/places.js');
    const there = (await readFile(places, 'utf8')).replaceAll('/opt/data', join(tree, 'data'));
    await writeFile(places, there);
    expect(await run(main, tree, env)).toMatchObject({ code: 1, output: expect.stringContaining('no such table') });
    await writeFile(places, there.replaceAll('/opt/app', tree));
    expect(await run(main, tree, env)).toMatchObject({ code: 1, output: expect.stringContaining('There is no page') });
  });
});

/** The command of a service's `run` step, as its manifest has it. */
function argvOf(key: string): readonly string[] {
  const runtime = services.find(({ manifest }) => manifest.key === key)?.manifest.runtime;
  const steps = [...(runtime?.build ?? []), ...(runtime?.fromSource?.build ?? [])];
  return steps.flatMap((step) => (step.kind === 'run' ? step.argv : []));
}

async function run(argv: readonly [string, ...string[]], cwd = folder, env: Readonly<Record<string, string>> = {}) {
  const [program, ...args] = argv;
  // PATH is empty: nothing of this machine helps.
  await using running = runProgram([program.startsWith('/') ? program : join(folder, program), ...args], {
    cwd,
    env: { PATH: '/nowhere', ...env },
  });
  const code = await running.whenEnded();
  return { code, output: running.output() };
}

async function unpackToolchain(name: string): Promise<void> {
  const response = await fetch(`${simulator.url}/toolchains/${name}-amd64.tar.gz`);
  const unpack = extract();
  Readable.from([Buffer.from(await response.arrayBuffer())])
    .pipe(createGunzip())
    .pipe(unpack);
  for await (const entry of unpack) {
    await put(join(folder, name, entry.header.name), await buffer(entry), entry.header.mode ?? 0o644);
  }
}

async function unpackSource(repository: string, ref: string): Promise<string> {
  const response = await fetch(`${simulator.url}/github/api/repos/${repository}/zipball/${ref}`);
  const files = await readZip(Buffer.from(await response.arrayBuffer()));
  const tree = join(folder, repository);
  for (const file of files) await put(join(tree, file.path.split('/').slice(1).join('/')), file.content, 0o644);
  return tree;
}

async function put(path: string, content: Uint8Array, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content, { mode });
}
