import { beforeEach, describe, expect, it } from 'vitest';
import { fakeSha256, packFakeArchive } from '@showrunner/platform/fakes';
import type { SourceSpec } from '@showrunner/catalog';
import { createInstaller } from './installer.ts';
import { createCrashingFiles, createFullDisk } from './testing/crashing-files.ts';
import { api, artifactOf, createWorld, jsonAnswer, wireRelease } from './testing/world.ts';

const source = {
  kind: 'github-asset',
  repository: 'owner/zurg',
  asset: { amd64: 'zurg-${tag}-amd64.zip', arm64: 'zurg-${tag}-arm64.zip' },
  archive: 'zip',
  verify: 'github-digest',
  selectors: ['latest', 'tag', 'prerelease', 'nightly'],
} as const satisfies SourceSpec;

const oldTree = {
  '/data/zurg/zurg': 'old program',
  '/data/zurg/lib/a': 'old lib',
  '/data/zurg/version.txt': 'v1\n',
  '/data/zurg/data/library.db': 'precious',
  '/data/zurg/config.yml': 'token: mine',
  '/data/zurg/notes.sqlite': 'mine too',
};
const archive = packFakeArchive({
  zurg: { content: 'new program', mode: 0o755 },
  'lib/b': 'new lib',
  'data/seed': 'no',
  'config.yml': 'no',
});
const assetUrl = `${api}/repos/owner/zurg/releases/assets/7`;
const latestUrl = `${api}/repos/owner/zurg/releases/latest`;

function createZurgWorld(changes: Parameters<typeof createWorld>[0] = {}) {
  const world = createWorld(changes);
  const assets = [{ id: 7, name: 'zurg-v2-amd64.zip', digest: `sha256:${fakeSha256(archive)}` }];
  world.network.on(latestUrl, jsonAnswer(wireRelease('v2', assets), { etag: '"r1"' }));
  world.network.on(assetUrl, { status: 200, headers: { etag: '"a1"' }, body: archive });
  const tree = () => world.files.snapshot('/data/zurg');
  return { ...world, tree, leftovers: () => leftovers(world.files.snapshot('/data')) };
}

/** Work areas and journals that should be gone. */
function leftovers(snapshot: Record<string, string>): string[] {
  return Object.keys(snapshot).filter((path) => path.includes('showrunner-') || /installs\/.+/.test(path));
}

let world: ReturnType<typeof createZurgWorld>;
beforeEach(async () => {
  world = createZurgWorld();
  for (const [path, content] of Object.entries(oldTree)) await world.files.write(path, content);
});

describe('installing', () => {
  it('replaces the program, keeps the data of the user, and forgets the old tree on commit', async () => {
    const installed = await world.installer.installArtifact(artifactOf(source), world.install);
    expect(installed).toMatchObject({ root: '/data/zurg', version: 'v2' });
    await installed.commit();
    expect(world.tree()).toEqual({
      '/data/zurg': '/',
      '/data/zurg/zurg': 'new program',
      '/data/zurg/lib': '/',
      '/data/zurg/lib/b': 'new lib',
      '/data/zurg/version.txt': 'v2\n',
      '/data/zurg/data': '/',
      '/data/zurg/data/library.db': 'precious',
      '/data/zurg/config.yml': 'token: mine',
      '/data/zurg/notes.sqlite': 'mine too',
    });
    expect(world.leftovers()).toEqual([]);
  });

  it('lays the new tree over the old one when the root is not to be cleared', async () => {
    const installed = await world.installer.installArtifact(
      artifactOf(source, { clearOnUpdate: false }),
      world.install,
    );
    expect(world.tree()).toMatchObject({
      '/data/zurg/lib/a': 'old lib',
      '/data/zurg/lib/b': 'new lib',
      '/data/zurg/zurg': 'new program',
    });
    expect(world.tree()['/data/zurg/data/seed']).toBeUndefined();
    await installed.undo();
    expect(world.tree()).toMatchObject(oldTree);
    expect(world.tree()['/data/zurg/lib/b']).toBeUndefined();
    expect(world.leftovers()).toEqual([]);
  });

  it('undoes to the very tree that was there', async () => {
    const before = world.tree();
    const installed = await world.installer.installArtifact(artifactOf(source), world.install);
    expect(world.tree()).not.toEqual(before);
    await installed.undo();
    expect(world.tree()).toEqual(before);
    expect(world.leftovers()).toEqual([]);
  });

  it('undoes a first installation to nothing', async () => {
    const artifact = artifactOf(source, { root: '/data/fresh/zurg' });
    const installed = await world.installer.installArtifact(artifact, world.install);
    expect(world.files.snapshot('/data/fresh/zurg')['/data/fresh/zurg/zurg']).toBe('new program');
    await installed.undo();
    expect(world.files.snapshot('/data/fresh/zurg')).toEqual({});
  });

  it('undoes two installations of one root in turn', async () => {
    const before = world.tree();
    const first = await world.installer.installArtifact(artifactOf(source), world.install);
    const between = world.tree();
    const second = await world.installer.installArtifact(artifactOf(source), world.install);
    await second.undo();
    expect(world.tree()).toEqual(between);
    await first.undo();
    expect(world.tree()).toEqual(before);
    expect(world.leftovers()).toEqual([]);
  });

  const failures: Record<string, (failing: typeof world) => Parameters<typeof artifactOf>[1] | void> = {
    'the release is missing': (failing) => failing.network.on(latestUrl, { status: 404, headers: {}, body: '{}' }),
    'the download is missing': (failing) => failing.network.on(assetUrl, { status: 404 }),
    'the digest differs': (failing) => failing.network.on(assetUrl, { status: 200, body: `${archive} ` }),
    'a ready file is missing': () => ({
      spec: { root: '/zurg', ready: ['zurg', 'missing'], version: { kind: 'marker' }, persist: ['data'] },
    }),
    'a build step fails': () => ({
      build: [{ kind: 'replace-in-files', files: ['zurg'], find: 'absent', replace: '', expect: 'required' }],
    }),
    'the first old path cannot be moved aside': (failing) => failing.files.failNext('rename', '/data/zurg/lib'),
    'a later old path cannot be moved aside': (failing) => failing.files.failNext('rename', '/data/zurg/zurg'),
    'a new path cannot be moved in': (failing) => failing.files.failNext('rename', '-new/version.txt'),
  };
  for (const [what, prepare] of Object.entries(failures)) {
    it(`leaves the old tree byte for byte when ${what}`, async () => {
      const before = world.tree();
      const changes = prepare(world) ?? {};
      await expect(world.installer.installArtifact(artifactOf(source, changes), world.install)).rejects.toThrow();
      expect(world.tree()).toEqual(before);
      expect(world.leftovers()).toEqual([]);
    });
  }

  it('leaves the old tree when it is cancelled', async () => {
    const before = world.tree();
    const stop = new AbortController();
    const options = {
      ...world.install,
      signal: stop.signal,
      onProgress: (text: string) => (text.startsWith('Downloading') ? stop.abort('enough') : undefined),
    };
    await expect(world.installer.installArtifact(artifactOf(source), options)).rejects.toBe('enough');
    expect(world.tree()).toEqual(before);
    expect(world.leftovers()).toEqual([]);
  });

  it('does not write outside of its roots', async () => {
    for (const root of ['/etc/zurg', '/data/../etc', '/database/zurg', 'relative']) {
      const attempt = world.installer.installArtifact(artifactOf(source, { root }), world.install);
      await expect(attempt).rejects.toMatchObject({ code: 'path.forbidden' });
    }
    const inContainer = createWorld({ settings: { root: '' } });
    const attempt = inContainer.installer.installArtifact(
      artifactOf(source, { root: '/usr/zurg' }),
      inContainer.install,
    );
    await expect(attempt).rejects.toMatchObject({ code: 'path.forbidden' });
  });
});

describe('a crash in between', () => {
  /** Installs v2 over the old tree with a process that dies at a change; a second one that recovers dies as well. */
  async function crashTwice(installDiesAt: number, recoveryDiesAt: number) {
    const scene = createZurgWorld();
    for (const [path, content] of Object.entries(oldTree)) await scene.files.write(path, content);
    const before = scene.tree();
    const first = createCrashingFiles(scene.files, installDiesAt);
    const installing = createInstaller({ ...scene.tools, files: first.files }, scene.settings);
    await installing.installArtifact(artifactOf(source), scene.install).catch(() => undefined);
    const second = createCrashingFiles(scene.files, recoveryDiesAt);
    const recovering = createInstaller({ ...scene.tools, files: second.files }, scene.settings);
    await recovering.recoverInstalls().catch(() => undefined);
    await scene.installer.recoverInstalls();
    return { before, after: scene.tree(), leftovers: scene.leftovers(), died: first.died(), diedAgain: second.died() };
  }

  it('leaves the old tree or the new one, wherever it happens, and wherever the recovery crashes', async () => {
    const outcomes = new Set<string>();
    for (let installDiesAt = 1, alive = true; alive; installDiesAt++) {
      for (let recoveryDiesAt = 1, again = true; again; recoveryDiesAt++) {
        const result = await crashTwice(installDiesAt, recoveryDiesAt);
        const isNew = result.after['/data/zurg/zurg'] === 'new program';
        if (!isNew) expect(result.after).toEqual(result.before);
        else
          expect(result.after).toMatchObject({
            '/data/zurg/lib/b': 'new lib',
            '/data/zurg/data/library.db': 'precious',
          });
        expect(result.leftovers).toEqual([]);
        outcomes.add(isNew ? 'new' : 'old');
        again = result.diedAgain;
        alive = result.died;
      }
    }
    expect([...outcomes].sort()).toEqual(['new', 'old']);
  });

  it('of the disk leaves the old tree whole at once, wherever the room ends and although none comes back', async () => {
    let installed = 0;
    let refused = 0;
    for (let fullAt = 1, full = true; full; fullAt++) {
      const scene = createZurgWorld();
      for (const [path, content] of Object.entries(oldTree)) await scene.files.write(path, content);
      const before = scene.tree();
      const disk = createFullDisk(scene.files, fullAt);
      const installing = createInstaller({ ...scene.tools, files: disk.files }, scene.settings);
      const attempt = installing.installArtifact(artifactOf(source), scene.install);
      const done = await attempt.then(
        async (artifact) => (await artifact.commit(), true),
        (error: unknown) => {
          expect(error).toMatchObject({
            code: 'file.unwritable',
            message: expect.stringContaining('no space left') as string,
          });
          return false;
        },
      );
      full = disk.full();
      if (done) installed++;
      else refused++;
      if (done) expect(scene.tree()['/data/zurg/zurg']).toBe('new program');
      else expect(scene.tree()).toEqual(before);
      expect(scene.leftovers()).toEqual([]);
    }
    expect([installed, refused > 5]).toEqual([1, true]);
  });

  it('keeps a tree that stood whole already', async () => {
    await world.installer.installArtifact(artifactOf(source), world.install);
    await expect(world.installer.recoverInstalls()).resolves.toEqual([]);
    expect(world.tree()['/data/zurg/zurg']).toBe('new program');
    expect(world.leftovers()).toEqual([]);
  });

  it('gives up a tree that stands whole where it has not proven itself, and there only', async () => {
    for (const [path, content] of Object.entries(oldTree)) await world.files.write(path, content);
    const before = world.tree();
    await world.installer.installArtifact(artifactOf(source), world.install);
    const restored = await world.installer.recoverInstalls((root) => root === '/data/zurg');
    expect(restored).toEqual(['/data/zurg']);
    expect(world.tree()).toEqual(before);

    await world.installer.installArtifact(artifactOf(source), world.install);
    await expect(world.installer.recoverInstalls((root) => root === '/data/other')).resolves.toEqual([]);
    expect(world.tree()['/data/zurg/zurg']).toBe('new program');
    expect(world.leftovers()).toEqual([]);
  });
});

describe('fetching', () => {
  it('does not fetch what it has by its digest, nor ask again for an unchanged answer', async () => {
    await (await world.installer.installArtifact(artifactOf(source), world.install)).commit();
    world.network.on(latestUrl, (request) => ({ status: request.headers?.['if-none-match'] === '"r1"' ? 304 : 500 }));
    world.network.on(assetUrl, { status: 500 });
    await (await world.installer.installArtifact(artifactOf(source), world.install)).commit();
    expect(world.lines).toContain('zurg-v2-amd64.zip is in the cache');
  });

  it('lists the assets that there are when the wanted one is not', async () => {
    world.network.on(latestUrl, jsonAnswer(wireRelease('v3', [{ id: 1, name: 'zurg-v3-windows.zip' }])));
    await expect(world.installer.installArtifact(artifactOf(source), world.install)).rejects.toMatchObject({
      code: 'source.not-found',
      message: expect.stringContaining('zurg-v3-windows.zip'),
      details: { assets: ['zurg-v3-windows.zip'] },
    });
  });

  it('waits as long as a rate limit asks, and says so', async () => {
    const limited = { status: 403, headers: { 'retry-after': '20' } };
    const assets = [{ id: 7, name: 'zurg-v2-amd64.zip' }];
    world.network.on(latestUrl, limited, jsonAnswer(wireRelease('v2', assets)));
    await world.installer.installArtifact(artifactOf(source), world.install);
    expect(world.clock.slept).toEqual([20_000]);
    expect(world.activities.some((activity) => activity.includes('20 s'))).toBe(true);
  });

  it('gives up at once on a rate limit that lasts too long', async () => {
    world.network.on(latestUrl, { status: 429, headers: { 'retry-after': '3600' } });
    const attempt = world.installer.installArtifact(artifactOf(source), world.install);
    await expect(attempt).rejects.toMatchObject({ code: 'source.rate-limited', details: { retryAfterSeconds: 3600 } });
    expect(world.clock.slept).toEqual([]);
  });

  it('tries a server that does not answer five times, and a missing release once', async () => {
    world.network.on(latestUrl, 'unreachable');
    await expect(world.installer.installArtifact(artifactOf(source), world.install)).rejects.toMatchObject({
      code: 'source.unreachable',
    });
    expect(world.clock.slept).toEqual([1000, 2000, 4000, 8000]);
    world.network.on(latestUrl, { status: 404, body: '{}', headers: { 'content-type': 'application/json' } });
    const asked = world.network.requests.length;
    await expect(world.installer.installArtifact(artifactOf(source), world.install)).rejects.toMatchObject({
      code: 'source.not-found',
    });
    expect(world.network.requests.length).toBe(asked + 1);
  });

  it('verifies by a list of checksums', async () => {
    const listed = { ...source, verify: { checksumFile: 'SHA256SUMS' } };
    const assets = [
      { id: 7, name: 'zurg-v2-amd64.zip' },
      { id: 8, name: 'SHA256SUMS' },
    ];
    const listUrl = `${api}/repos/owner/zurg/releases/assets/8`;
    world.network.on(latestUrl, jsonAnswer(wireRelease('v2', assets)));
    world.network.on(listUrl, { status: 200, body: `${'0'.repeat(64)}  zurg-v2-amd64.zip\n` });
    await expect(world.installer.installArtifact(artifactOf(listed), world.install)).rejects.toMatchObject({
      code: 'source.digest',
    });
    world.network.on(listUrl, { status: 200, body: `${fakeSha256(archive)} *zurg-v2-amd64.zip\n` });
    await expect(world.installer.installArtifact(artifactOf(listed), world.install)).resolves.toMatchObject({
      version: 'v2',
    });
  });
});
