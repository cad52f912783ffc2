import { describe, expect, it } from 'vitest';
import { fakeSha1, fakeSha256, packFakeArchive } from '@showrunner/platform/fakes';
import type { SourceSpec } from '@showrunner/catalog';
import type { VersionWish } from '@showrunner/planner';
import { artifactOf, createWorld, jsonAnswer } from '../testing/world.ts';

const spec = { root: '/x', ready: [], version: { kind: 'marker' as const }, persist: [], exclusive: true };
const base = 'https://packages.test/debian';
const apt: SourceSpec = {
  kind: 'apt-repository',
  distributions: [
    { id: 'debian', url: base, suites: ['trixie', 'bookworm'] },
    { id: 'ubuntu', url: 'https://packages.test/ubuntu', suites: ['noble'] },
  ],
  component: 'main',
  packages: [
    { name: 'player-server', version: 'same' },
    { name: 'player-web', version: 'same' },
    { name: 'player-codecs', version: 'newest' },
  ],
  keep: ['usr/lib', 'usr/share'],
  strip: 1,
};

const files = {
  server: packFakeArchive({ 'usr/lib/player/run': 'server', 'etc/player': 'no' }),
  web: packFakeArchive({ 'usr/share/player/index.html': 'web' }),
  codecs: packFakeArchive({ 'usr/lib/codecs/run': 'codecs' }),
};

type World = ReturnType<typeof createWorld>;

function paragraph(name: string, version: string, content: string, file = `pool/${name}_${version}.deb`): string {
  return `Package: ${name}\nVersion: ${version}\nDescription: x\n more\n .\n\tand more\nFilename: ${file}\nSHA256: ${fakeSha256(content)}\n`;
}

const packages = [
  paragraph('player-server', '10.9.11+deb12', files.server),
  paragraph('player-web', '10.9.11+deb12', files.web),
  paragraph('player-server', '10.10.7+deb12', files.server),
  paragraph('player-web', '10.10.7+deb12', files.web),
  paragraph('player-codecs', '7.1-2', files.codecs),
  paragraph('player-server', '99', files.server, '../../evil.deb'),
].join('\n');

async function serve(world: World, suite: string, index = packages): Promise<void> {
  const archive = packFakeArchive({ content: index });
  const release = `Suite: ${suite}\nSHA256:\n ${fakeSha256(archive)} 10 main/binary-amd64/Packages.gz\n ${fakeSha256(index)} 20 main/binary-amd64/Packages\n`;
  world.network.on(`${base}/dists/${suite}/Release`, { status: 200, body: release });
  world.network.on(`${base}/dists/${suite}/main/binary-amd64/Packages.gz`, { status: 200, body: archive });
  for (const version of ['10.9.11+deb12', '10.10.7+deb12']) {
    const escaped = encodeURIComponent(version);
    world.network.on(`${base}/pool/player-server_${escaped}.deb`, { status: 200, body: files.server });
    world.network.on(`${base}/pool/player-web_${escaped}.deb`, { status: 200, body: files.web });
  }
  world.network.on(`${base}/pool/player-codecs_7.1-2.deb`, { status: 200, body: files.codecs });
  await world.files.write('/etc/os-release', 'ID=debian\nVERSION_CODENAME="bookworm"\n');
}

describe('apt-repository', () => {
  const wishes: readonly (readonly [VersionWish, string])[] = [
    [{ kind: 'any' }, '10.10.7+deb12'],
    [{ kind: 'latest' }, '10.10.7+deb12'],
    [{ kind: 'tag', tag: '10.9.11+deb12' }, '10.9.11+deb12'],
    [{ kind: 'tag', tag: 'v10.9.11' }, '10.9.11+deb12'],
  ];
  for (const [version, installed] of wishes) {
    it(`installs ${JSON.stringify(version)} as ${installed}, from all its packages`, async () => {
      const world = createWorld();
      await serve(world, 'bookworm');
      const artifact = artifactOf(apt, { version, spec });
      await expect(world.installer.installArtifact(artifact, world.install)).resolves.toMatchObject({
        version: installed,
      });
      expect(world.files.snapshot('/data/zurg')).toMatchObject({
        '/data/zurg/lib/player/run': 'server',
        '/data/zurg/lib/codecs/run': 'codecs',
        '/data/zurg/share/player/index.html': 'web',
      });
      expect(await world.files.facts('/data/zurg/etc')).toBeUndefined();
      expect(world.network.requests.join()).not.toContain('evil');
    });
  }

  it('takes the newest suite that is there where the machine has another one', async () => {
    const world = createWorld();
    await serve(world, 'bookworm');
    await world.files.write('/etc/os-release', 'ID=arch\n');
    world.network.on(`${base}/dists/trixie/Release`, { status: 404 });
    await world.installer.installArtifact(artifactOf(apt, { spec }), world.install);
    expect(world.lines).toContain(`${base} has no packages for trixie`);
  });

  it('refuses packages and indexes that are not what was published', async () => {
    for (const path of ['pool/player-codecs_7.1-2.deb', 'dists/bookworm/main/binary-amd64/Packages.gz']) {
      const world = createWorld();
      await serve(world, 'bookworm');
      world.network.on(`${base}/${path}`, { status: 200, body: packFakeArchive({ content: 'other' }) });
      await expect(world.installer.installArtifact(artifactOf(apt, { spec }), world.install)).rejects.toMatchObject({
        code: 'source.digest',
      });
      expect(await world.files.facts('/data/zurg')).toBeUndefined();
    }
  });

  it('names the versions that there are', async () => {
    const world = createWorld();
    await serve(world, 'bookworm');
    const artifact = artifactOf(apt, { spec, version: { kind: 'tag', tag: '9.9' } });
    await expect(world.installer.installArtifact(artifact, world.install)).rejects.toMatchObject({
      code: 'source.not-found',
      message: expect.stringContaining('10.10.7+deb12'),
    });
  });

  it('refuses two packages that bring the same file', async () => {
    const world = createWorld();
    const index = [
      paragraph('player-server', '1', files.server),
      paragraph('player-web', '1', files.server),
      paragraph('player-codecs', '7.1-2', files.codecs),
    ].join('\n');
    await serve(world, 'bookworm', index);
    for (const name of ['server', 'web'])
      world.network.on(`${base}/pool/player-${name}_1.deb`, { status: 200, body: files.server });
    await expect(world.installer.installArtifact(artifactOf(apt, { spec }), world.install)).rejects.toMatchObject({
      code: 'archive.unsafe',
    });
  });

  it('leaves nothing of an older version behind', async () => {
    const world = createWorld();
    await serve(world, 'bookworm');
    await world.files.write('/data/zurg/lib/player/old-plugin.dll', 'x');
    await world.installer.installArtifact(artifactOf(apt, { spec, clearOnUpdate: true, persist: [] }), world.install);
    expect(await world.files.facts('/data/zurg/lib/player/old-plugin.dll')).toBeUndefined();
  });
});

describe('plex-download', () => {
  const plex: SourceSpec = {
    kind: 'plex-download',
    product: 5,
    build: { amd64: 'linux-x86_64', arm64: 'linux-aarch64' },
    pinned: {
      amd64: 'https://downloads.test/${version}_amd64.deb',
      arm64: 'https://downloads.test/${version}_arm64.deb',
    },
    keep: ['usr/lib/plexmediaserver'],
    strip: 3,
  };
  const list = 'https://plex.tv/api/downloads/5.json';
  const body = packFakeArchive({ 'usr/lib/plexmediaserver/Plex Media Server': 'plex', 'etc/x': 'no' });
  const answer = (checksum: string, version = '1.41.3.9314-a0bfb8370') =>
    jsonAnswer({
      computer: {
        Linux: {
          version,
          releases: [
            { build: 'linux-x86_64', distro: 'redhat', url: 'https://downloads.test/new.rpm', checksum: 'x' },
            { build: 'linux-x86_64', distro: 'debian', url: 'https://downloads.test/new.deb', checksum },
          ],
        },
      },
    });

  it('installs the newest version, by the digest of the list', async () => {
    const world = createWorld();
    world.network.on(list, answer(fakeSha1(body)));
    world.network.on('https://downloads.test/new.deb', { status: 200, body });
    const artifact = artifactOf(plex, { spec });
    await expect(world.installer.installArtifact(artifact, world.install)).resolves.toMatchObject({
      version: '1.41.3.9314-a0bfb8370',
    });
    expect(world.files.snapshot('/data/zurg')).toMatchObject({ '/data/zurg/Plex Media Server': 'plex' });
    await world.installer.installArtifact(artifact, world.install);
    expect(world.network.requests.filter((request) => request.endsWith('new.deb'))).toHaveLength(1);
  });

  it('refuses a package with another digest', async () => {
    const world = createWorld();
    world.network.on(list, answer('0'.repeat(40)));
    world.network.on('https://downloads.test/new.deb', { status: 200, body });
    await expect(world.installer.installArtifact(artifactOf(plex, { spec }), world.install)).rejects.toMatchObject({
      code: 'source.digest',
    });
  });

  it('installs a pinned version from where the old ones lie, and says that nobody vouches for it', async () => {
    const world = createWorld();
    world.network.on(list, answer(fakeSha1(body)));
    world.network.on('https://downloads.test/1.40.0.1-abc_amd64.deb', { status: 200, body });
    const artifact = artifactOf(plex, { spec, version: { kind: 'tag', tag: 'v1.40.0.1-abc' } });
    await expect(world.installer.installArtifact(artifact, world.install)).resolves.toMatchObject({
      version: '1.40.0.1-abc',
    });
    expect(world.lines.join('\n')).toContain('publishes no digest');
  });

  it('shows the token of an account to plex.tv alone, and asks for what it may try early', async () => {
    const world = createWorld({ settings: { plexToken: () => 'secret-token' } });
    const seen: (string | undefined)[] = [];
    world.network.on(`${list}?channel=plexpass`, (request) => {
      seen.push(request.headers?.['x-plex-token']);
      return answer(fakeSha1(body));
    });
    world.network.on('https://downloads.test/new.deb', (request) => {
      seen.push(request.headers?.['x-plex-token']);
      return { status: 200, body };
    });
    await world.installer.installArtifact(artifactOf(plex, { spec }), world.install);
    expect(seen).toEqual(['secret-token', undefined]);
    world.network.on(`${list}?channel=plexpass`, { status: 401 });
    await expect(world.installer.installArtifact(artifactOf(plex, { spec }), world.install)).rejects.toMatchObject({
      code: 'credential.rejected',
    });
  });

  it('asks again after an answer of no use, and gives up on a list without our build', async () => {
    const world = createWorld();
    world.network.on(list, { status: 503 }, 'unreachable', { status: 200, body: '<html>' });
    await expect(world.installer.installArtifact(artifactOf(plex, { spec }), world.install)).rejects.toMatchObject({
      code: 'source.not-found',
    });
    expect(world.network.requests).toHaveLength(3);
  });
});
