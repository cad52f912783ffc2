import type { SourceSpec } from '@showrunner/catalog';
import { fakeSha256, packFakeArchive } from '@showrunner/platform/fakes';
import { beforeEach, describe, expect, it } from 'vitest';
import { api, artifactOf, createWorld, jsonAnswer, wireRelease } from '../testing/world.ts';

const source: SourceSpec = {
  kind: 'github-asset',
  repository: 'owner/zurg',
  asset: { amd64: 'zurg-${tag}.zip', arm64: 'none' },
  archive: 'zip',
  selectors: ['latest', 'tag'],
};
const repository = `${api}/repos/owner/zurg`;
const objects = '/data/config/.cache/dumb/downloads/objects';
const bodyOf = (tag: string) => packFakeArchive({ zurg: tag });
let versionsKept: number;
let world: ReturnType<typeof createWorld>;

beforeEach(() => {
  versionsKept = 10;
  world = createWorld({
    settings: { cacheLimits: () => ({ maxBytes: 1e9, maxAgeMs: 60_000, versionsKept }) },
  });
  ['v1', 'v2', 'v3'].forEach((tag, index) => {
    const asset = { id: index + 1, name: `zurg-${tag}.zip`, digest: `sha256:${fakeSha256(bodyOf(tag))}` };
    world.network.on(`${repository}/releases/tags/${tag}`, jsonAnswer(wireRelease(tag, [asset])));
    world.network.on(`${repository}/releases/assets/${index + 1}`, { status: 200, body: bodyOf(tag) });
  });
});

async function install(tag: string): Promise<void> {
  const installed = await world.installer.installArtifact(
    artifactOf(source, { version: { kind: 'tag', tag } }),
    world.install,
  );
  await world.clock.sleep(1000);
  await installed.commit();
}
const kept = async () => (await world.installer.cache.status()).downloads.map(({ name, purpose }) => [name, purpose]);

describe('the install cache', () => {
  it('shows what is kept, for which service and version, last used first, and how much it is', async () => {
    await install('v1');
    await install('v2');
    expect(await kept()).toEqual([
      ['zurg-v2.zip', { service: 'zurg', version: 'v2' }],
      ['zurg-v1.zip', { service: 'zurg', version: 'v1' }],
    ]);
    const { parts, limits } = await world.installer.cache.status();
    expect(parts.downloads).toEqual({ bytes: bodyOf('v1').length + bodyOf('v2').length, files: 2 });
    expect(limits.maxAgeMs).toBe(60_000);
  });

  it('keeps no more versions than it may, without being asked', async () => {
    versionsKept = 1;
    await install('v1');
    await install('v2');
    expect((await kept()).map(([name]) => name)).toEqual(['zurg-v2.zip']);
    expect(await world.files.list(objects)).toEqual([fakeSha256(bodyOf('v2'))]);
  });

  it('forgets what was not used for too long, and what was broken off', async () => {
    await install('v1');
    await world.files.write('/data/config/.cache/dumb/downloads/incoming/half.part', 'xx');
    await world.clock.sleep(2_000_000);
    expect(await world.installer.cache.prune()).toEqual({ removed: 2, bytes: bodyOf('v1').length + 2 });
    expect(await world.installer.cache.status()).toMatchObject({ parts: { downloads: { bytes: 0, files: 0 } } });
  });

  it('is used again, which makes it young', async () => {
    await install('v1');
    await world.clock.sleep(50_000);
    await install('v1');
    await world.clock.sleep(50_000);
    await world.installer.cache.prune();
    expect((await kept()).map(([name]) => name)).toEqual(['zurg-v1.zip']);
  });

  it('never gives out what is damaged: it is put aside and fetched again', async () => {
    await install('v1');
    const object = `${objects}/${fakeSha256(bodyOf('v1'))}`;
    await world.files.write(object, 'x'.repeat(bodyOf('v1').length));
    await install('v1');
    expect(world.lines).toContain('zurg-v1.zip is damaged in the cache; it is put aside and fetched again');
    expect(await world.files.readText(object)).toBe(bodyOf('v1'));
    expect((await world.installer.cache.status()).parts.quarantine.files).toBe(1);
  });

  it('finds what is damaged when it is asked to', async () => {
    await install('v1');
    await install('v2');
    await world.files.write(`${objects}/${fakeSha256(bodyOf('v1'))}`, 'x');
    expect(await world.installer.cache.verify()).toEqual({ checked: 2, quarantined: 1, errors: [] });
    expect(await world.installer.cache.verify()).toEqual({ checked: 1, quarantined: 0, errors: [] });
  });

  it('can be emptied part by part, and everything can be installed again', async () => {
    await install('v1');
    expect((await world.installer.cache.empty('downloads')).bytes).toBeGreaterThan(0);
    expect(await kept()).toEqual([]);
    await install('v1');
    expect(await world.files.readText('/data/zurg/zurg')).toBe('v1');
  });
});
