import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import type { SourceSpec } from '@showrunner/catalog';
import { createFiles } from '@showrunner/host';
import type { Installer } from '@showrunner/installer';
import type { PlannedArtifact } from '@showrunner/planner';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openInstaller } from './testing/open-installer.ts';
import { runSimulator } from './testing/run-simulator.ts';

const zurgRepository = 'debridmediamanager/zurg-testing';
const zurgSource: SourceSpec = {
  kind: 'github-asset',
  repository: zurgRepository,
  asset: { amd64: 'zurg-${tag}-linux-amd64.zip', arm64: 'zurg-${tag}-linux-arm64.zip' },
  archive: 'zip',
  selectors: ['latest', 'tag'],
};
const old = 'v0.9.3-hotfix.11';
const newest = 'v0.9.3-final';
const downloads = `/github/web/${zurgRepository}/releases/download`;
const releases = `/github/api/repos/${zurgRepository}/releases`;

let simulator: Awaited<ReturnType<typeof runSimulator>>;
let directory: string;
let installer: Installer;
let slept: number[];
let lines: string[];

beforeAll(async () => {
  simulator = await runSimulator();
});
afterAll(async () => simulator[Symbol.asyncDispose]());

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'installing-'));
  installer = open();
});
afterEach(async () => {
  await fetch(`${simulator.url}/control/faults`, { method: 'DELETE' });
  await rm(directory, { recursive: true, force: true });
});

/** A real installer of this machine, for which waiting takes no time. */
function open(more: { githubToken?: string; unpackedBytes?: number; archiveEntries?: number } = {}): Installer {
  slept = [];
  const { unpackedBytes = 1e8, archiveEntries = 5000, ...settings } = more;
  const limits = { downloadBytes: 1e8, archiveEntries, unpackedBytes };
  return openInstaller({
    root: join(directory, 'data'),
    world: simulator.url,
    slept,
    stallMs: 300,
    settings: { limits, ...settings },
  });
}

function artifact(tag: string, more: Partial<PlannedArtifact> = {}): PlannedArtifact {
  return {
    serviceKey: 'zurg',
    processName: 'Zurg',
    root: join(directory, 'data/zurg'),
    source: zurgSource,
    repository: zurgRepository,
    version: { kind: 'tag', tag },
    build: [],
    toolchains: [],
    spec: { root: '/zurg', ready: ['zurg'], version: { kind: 'marker' }, persist: [] },
    persist: [],
    clearOnUpdate: true,
    arch: 'amd64',
    ...more,
  };
}

async function install(tag: string, more: Partial<PlannedArtifact> = {}) {
  lines = [];
  const options = {
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onLine: (line: string) => void lines.push(line),
  };
  const installed = await installer.installArtifact(artifact(tag, more), options);
  await installed.commit();
  return installed;
}

async function fault(path: string, kind: string, more: object = {}): Promise<void> {
  const body = JSON.stringify({ path, kind, ...more });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${simulator.url}/control/faults`, { method: 'POST', headers, body });
  expect(answer.status).toBe(204);
}

interface Asked {
  readonly url: string;
  readonly range?: string;
  readonly ifNoneMatch?: string;
  readonly token: boolean;
}
const asked = async () => (await (await fetch(`${simulator.url}/control/requests`)).json()) as readonly Asked[];

/** The whole tree, byte for byte, and what lies beside it. */
async function snapshot(): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(join(directory, 'data'), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !path.includes('/cache/') && !path.includes('/toolchains/'))
      found[path] = await readFile(path, 'latin1');
  }
  return found;
}

/** Installs the old version, breaks something, and sees that another attempt fails as it should and has touched nothing. */
async function failsOverOld(attempt: () => Promise<unknown>, problem: object): Promise<void> {
  await install(old);
  const before = await snapshot();
  expect(Object.keys(before)).not.toEqual([]);
  await expect(attempt()).rejects.toMatchObject(problem);
  expect(await snapshot()).toEqual(before);
}
const message = (text: string) => expect.stringContaining(text) as string;

describe('a release server that', () => {
  it('answers 403 because of its rate limit is asked again when it says so', async () => {
    await fault(releases, 'rate-limit', { retryAfterSeconds: 7, times: 2 });
    expect((await install(newest)).version).toBe(newest);
    expect(slept).toEqual([7000, 7000]);
    expect(lines.join('\n')).toContain('The release server asks us to wait 7 s');
  });

  it('answers 403 for longer than we may wait fails the installation at once', async () => {
    const limited = () => fault(releases, 'rate-limit', { retryAfterSeconds: 3600 });
    await failsOverOld(() => limited().then(() => install(newest)), {
      code: 'source.rate-limited',
      message: message('3600 s'),
    });
    expect(slept).toEqual([]);
  });

  it('answers 404 is not asked a second time', async () => {
    await fault(`${releases}/tags/${newest}`, 'not-found');
    const before = (await asked()).length;
    await failsOverOld(() => install(newest), { code: 'source.not-found', message: message(`no release ${newest}`) });
    expect((await asked()).slice(before).filter(({ url }) => url.endsWith(newest))).toHaveLength(1);
  });

  it('answers 500 is asked five times, with longer and longer pauses', async () => {
    await fault(`${releases}/tags/${newest}`, 'error');
    await failsOverOld(() => install(newest), { code: 'source.unreachable', message: message('answered 500') });
    expect(slept).toEqual([1000, 2000, 4000, 8000]);
  });

  it('redirects in a circle is told as such', async () => {
    await fault(`${downloads}/${newest}`, 'redirect-loop');
    await failsOverOld(() => install(newest), { code: 'source.unreachable', message: message('redirects more than') });
  });

  it('refuses a token is told so, instead of being asked again', async () => {
    installer = open({ githubToken: 'bad-token' });
    await expect(install(newest)).rejects.toMatchObject({ code: 'credential.rejected' });
    expect(slept).toEqual([]);
  });
});

describe('a download that', () => {
  it('ends early is taken up where it ended', async () => {
    await fault(`${downloads}/${newest}`, 'truncate', { times: 1 });
    expect((await install(newest)).version).toBe(newest);
    const tries = (await asked()).filter(({ url }) => url.startsWith(`${downloads}/${newest}`)).slice(-2);
    expect(tries.map(({ range }) => range)).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
  });

  it('always ends early leaves what was there', async () => {
    await fault(`${downloads}/${newest}`, 'truncate');
    await failsOverOld(() => install(newest), { code: 'source.unreachable' });
  });

  it('brings 0 bytes a second is given up, and taken up again', async () => {
    await fault(`${downloads}/${newest}`, 'stall', { times: 1 });
    expect((await install(newest)).version).toBe(newest);
    expect(lines.join('\n')).toContain('no byte for 0.3 s');
  });

  it('has another digest than was published is not unpacked', async () => {
    await fault(`${downloads}/${newest}`, 'corrupt');
    await failsOverOld(() => install(newest), { code: 'source.digest', message: message('published is') });
  });

  it('is there already is not fetched again, and the answer of the API costs nothing of the quota', async () => {
    installer = open({ githubToken: 'good-token' });
    await install(newest);
    const before = (await asked()).length;
    await install(newest);
    const again = (await asked()).slice(before);
    expect(again.filter(({ url }) => url.startsWith(downloads))).toEqual([]);
    const questions = again.filter(({ url }) => url.startsWith(releases));
    expect(questions.length).toBeGreaterThan(0);
    expect(questions.every(({ ifNoneMatch, token }) => ifNoneMatch !== undefined && token)).toBe(true);
  });
});

describe('an archive with', () => {
  const source: SourceSpec = {
    kind: 'github-asset',
    repository: 'simulator/hostile',
    asset: { amd64: '${tag}.tar.gz', arm64: '${tag}.tar.gz' },
    archive: 'tar.gz',
    selectors: ['tag'],
  };
  const spec = { root: '/zurg', ready: ['program'], version: { kind: 'marker' as const }, persist: [] };
  const unpack = (tag: string) => install(tag, { source, repository: 'simulator/hostile', spec });

  it.each([
    ['a path that goes up', 'parent-path'],
    ['an absolute path', 'absolute-path'],
    ['a link that leads out', 'link-out'],
  ])('%s is refused and leaves nothing', async (_what, tag) => {
    await failsOverOld(() => unpack(tag), { code: 'archive.unsafe' });
    expect(await createFiles().facts('/etc/escaped')).toBeUndefined();
  });

  it('10 GB of zeros is stopped at the limit of bytes', async () => {
    installer = open({ unpackedBytes: 20_000_000 });
    await failsOverOld(() => unpack('zeros'), { code: 'archive.unsafe', message: message('20000000') });
  });

  it('300,000 files is stopped at the limit of entries', async () => {
    installer = open({ archiveEntries: 2000 });
    await failsOverOld(() => unpack('many-files'), { code: 'archive.unsafe', message: message('2000') });
  });
});

describe('an installation', () => {
  it('whose build fails halfway leaves what was there', async () => {
    const venv = { kind: 'python-package' as const, package: 'pgadmin4', version: '9.17' };
    const spec = { root: '/zurg', ready: ['venv/bin/python'], version: { kind: 'marker' as const }, persist: [] };
    await fault('/pypi', 'error');
    const build = { source: venv, spec, toolchains: ['python' as const] };
    await failsOverOld(() => install('9.17', build), { code: 'build.failed', message: message('pip install') });
    expect(lines.some((line) => line.includes('-m venv'))).toBe(true);
  });

  it('of the same tree as another one at the same time waits for it; one of the two stands whole at the end', async () => {
    const [one, other] = await Promise.all([install(old), install(newest)]);
    const tree = join(directory, 'data/zurg');
    const version = (await readFile(join(tree, 'version.txt'), 'utf8')).trim();
    expect([one.version, other.version]).toContain(version);
    expect(await readFile(join(tree, 'zurg'), 'utf8')).toContain(version);
    expect((await readdir(join(directory, 'data'))).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(await readdir(join(directory, 'data/config/.showrunner/installs'))).toEqual([]);
  });
});
