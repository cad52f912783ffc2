import { describe, expect, it } from 'vitest';
import type { OciMapping, SourceSpec } from '@showrunner/catalog';
import { type FakeArchive, fakeSha256, packFakeArchive } from '@showrunner/platform/fakes';
import type { VersionWish } from '@showrunner/planner';
import { artifactOf, createWorld } from '../../testing/world.ts';

const registry = 'https://registry.test/v2/owner/app';
const auth = 'https://auth.test/token';
const challenge = { 'www-authenticate': `Bearer realm="${auth}",service="registry.test"` };
const digestOf = (body: string): string => `sha256:${fakeSha256(body)}`;
const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip';

const source = (map: readonly OciMapping[] = [{ from: 'app', to: 'app' }]): SourceSpec => ({
  kind: 'oci-image',
  image: 'registry.test/owner/app',
  map,
  selectors: ['latest', 'tag', 'commit'],
});
const artifact = (version: VersionWish = { kind: 'latest' }, map?: readonly OciMapping[]) =>
  artifactOf(source(map), {
    version,
    persist: [],
    spec: { root: '/zurg', ready: ['app/run'], version: { kind: 'marker' }, persist: [] },
  });

interface Published {
  readonly layers?: readonly FakeArchive[];
  readonly mediaType?: string;
  readonly arch?: string;
  readonly size?: number;
  /** Only an image, without a list of platforms in front. */
  readonly alone?: boolean;
}

/** A registry with one image that wants a token for everything. */
function serve(world: ReturnType<typeof createWorld>, tags: readonly string[], image: Published = {}) {
  const layers = (image.layers ?? [{ 'app/run': 'one' }]).map(packFakeArchive);
  const config = JSON.stringify({ os: 'linux', architecture: image.arch ?? 'amd64' });
  const describe = (body: string, mediaType: string) => ({
    mediaType,
    digest: digestOf(body),
    size: image.size ?? body.length,
  });
  const manifest = JSON.stringify({
    schemaVersion: 2,
    config: { ...describe(config, 'application/vnd.oci.image.config.v1+json'), size: config.length },
    layers: layers.map((layer) => describe(layer, image.mediaType ?? layerType)),
  });
  const index = JSON.stringify({
    schemaVersion: 2,
    manifests: [
      { digest: digestOf('attestation'), size: 1, platform: { os: 'unknown', architecture: 'unknown' } },
      { digest: digestOf(manifest), size: 1, platform: { os: 'linux', architecture: image.arch ?? 'amd64' } },
    ],
  });
  const tokens: string[] = [];
  const guarded = (url: string, body: string, headers = {}) =>
    world.network.on(url, (request) => {
      const given = request.headers?.['authorization'];
      if (given === undefined || given !== tokens.at(-1)) return { status: 401, headers: challenge };
      return { status: 200, headers, body };
    });
  world.network.on(`${auth}?service=registry.test&scope=repository%3Aowner%2Fapp%3Apull`, () => {
    tokens.push(`Bearer token-${tokens.length}`);
    return { status: 200, body: JSON.stringify({ token: tokens.at(-1)?.slice(7), expires_in: 60 }) };
  });
  const top = image.alone ? manifest : index;
  for (const tag of tags) guarded(`${registry}/manifests/${tag}`, top, { 'docker-content-digest': digestOf(top) });
  for (const body of [index, manifest]) guarded(`${registry}/manifests/${digestOf(body)}`, body);
  for (const body of [config, ...layers]) guarded(`${registry}/blobs/${digestOf(body)}`, body);
  return { digest: digestOf(top), tokens, layer: digestOf(layers[0] ?? '') };
}

describe('the image of a container', () => {
  it('gets a token by the challenge, and of all layers the files that are mapped', async () => {
    const world = createWorld();
    const { digest } = serve(world, ['latest'], {
      layers: [
        { 'app/run': 'old', 'app/gone': 'x', 'etc/passwd': 'x' },
        { 'app/run': 'new', 'app/.wh.gone': '' },
      ],
    });
    const installed = await world.installer.installArtifact(artifact(), world.install);
    expect(installed.release).toBe(`latest-${digest.slice(7, 19)}`);
    expect(world.files.snapshot('/data/zurg')).toMatchObject({ '/data/zurg/app/run': 'new' });
    expect(Object.keys(world.files.snapshot('/data/zurg')).toSorted()).toEqual([
      '/data/zurg',
      '/data/zurg/app',
      '/data/zurg/app/run',
      '/data/zurg/version.txt',
    ]);
  });

  it('looks for a new version without fetching anything', async () => {
    const world = createWorld();
    const { digest } = serve(world, ['latest']);
    const found = await world.installer.findVersion(artifact(), 'latest-000000000000', world.install.signal);
    expect(found.version).toBe(`latest-${digest.slice(7, 19)}`);
    expect(world.network.requests.filter((line) => line.startsWith(`GET ${registry}`))).toEqual([]);
  });

  it.each<[VersionWish, string, string]>([
    [{ kind: 'tag', tag: 'v1.2.3' }, '1.2.3', 'v1.2.3'],
    [{ kind: 'tag', tag: 'v1.2.3-20260131' }, '1.2.320260131', 'v1.2.3-20260131'],
    [{ kind: 'commit', commit: 'a'.repeat(40) }, 'a'.repeat(40), 'commit-aaaaaaaaaaaa'],
  ])('finds %j under the tag %s', async (wish, tag, version) => {
    const world = createWorld();
    serve(world, [tag]);
    for (const other of ['v1.2.3', 'v1.2.3-20260131', '1.2.3-20260131'])
      if (other !== tag) world.network.on(`${registry}/manifests/${other}`, { status: 404 });
    expect((await world.installer.installArtifact(artifact(wish), world.install)).release).toBe(version);
  });

  it('gets another token where a download took longer than its token was good for', async () => {
    const world = createWorld();
    const { tokens, layer } = serve(world, ['latest']);
    world.network.on(`${registry}/blobs/${layer}`, (request) =>
      request.headers?.['authorization'] === 'Bearer token-0'
        ? { status: 401, headers: challenge }
        : { status: 200, body: packFakeArchive({ 'app/run': 'one' }) },
    );
    await world.installer.installArtifact(artifact(), world.install);
    expect(tokens).toEqual(['Bearer token-0', 'Bearer token-1']);
    expect(await world.files.readText('/data/zurg/app/run')).toBe('one');
  });

  it('takes an image without a list only for the machine that it is for', async () => {
    const world = createWorld();
    serve(world, ['latest'], { alone: true });
    await world.installer.installArtifact(artifact(), world.install);
    const other = createWorld();
    serve(other, ['latest'], { alone: true, arch: 'arm64' });
    await expect(other.installer.installArtifact(artifact(), other.install)).rejects.toMatchObject({
      code: 'source.not-found',
      message: expect.stringContaining('linux/arm64'),
    });
  });

  it.each<[string, Published, string, string]>([
    [
      'of another machine',
      { arch: 'arm64' },
      'source.not-found',
      'not for linux/amd64. There are: unknown/unknown, linux/arm64',
    ],
    ['packed in an unknown way', { mediaType: 'application/vnd.x' }, 'source.not-found', 'packed as application/vnd.x'],
    ['with a layer of another size', { size: 7 }, 'source.digest', 'published are 7'],
    ['that weighs too much', { size: 5 * 1024 ** 3 }, 'source.digest', 'more than the limit'],
  ])('refuses one %s, and leaves nothing', async (_what, image, code, message) => {
    const world = createWorld();
    serve(world, ['latest'], image);
    await expect(world.installer.installArtifact(artifact(), world.install)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
    expect(Object.keys(world.files.snapshot('/data')).filter((path) => path.includes('zurg'))).toEqual([]);
  });

  it('refuses a manifest that is not what its digest says', async () => {
    const world = createWorld();
    const { digest } = serve(world, ['latest']);
    world.network.on(`${registry}/manifests/${digest}`, { status: 200, body: '{"schemaVersion":2}' });
    await expect(world.installer.installArtifact(artifact(), world.install)).rejects.toMatchObject({
      code: 'source.digest',
    });
  });

  it('waits as long as a registry asks that limits it', async () => {
    const world = createWorld();
    const { digest } = serve(world, ['1.0']);
    const limited = { status: 429, headers: { 'retry-after': '30' } };
    world.network.on(`${registry}/manifests/1.0`, limited, {
      status: 200,
      headers: { 'docker-content-digest': digest },
    });
    const found = await world.installer.findVersion(
      artifact({ kind: 'tag', tag: '1.0' }),
      undefined,
      world.install.signal,
    );
    expect(found.version).toBe('1.0');
    expect(world.clock.now()).toBe(1_000_000 + 30_000);
  });

  it.each([
    ['http://auth.test/token', 'a sign-in that is not possible'],
    ['file:///etc/passwd', 'a sign-in that is not possible'],
  ])('does not go to %s for a token', async (realm, message) => {
    const world = createWorld();
    world.network.on(`${registry}/manifests/latest`, {
      status: 401,
      headers: { 'www-authenticate': `Bearer realm="${realm}"` },
    });
    await expect(world.installer.findVersion(artifact(), undefined, world.install.signal)).rejects.toMatchObject({
      code: 'source.not-found',
      message: expect.stringContaining(message),
    });
  });

  it.each(['nightly', 'prerelease'] as const)('has no %s builds', async (kind) => {
    const world = createWorld();
    await expect(
      world.installer.findVersion(artifact({ kind }), undefined, world.install.signal),
    ).rejects.toMatchObject({
      code: 'source.not-found',
    });
  });
});
