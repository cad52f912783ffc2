import type { SourceSpec } from '@showrunner/catalog';
import { fakeSha256, packFakeArchive } from '@showrunner/platform/fakes';
import type { PlannedArtifact } from '@showrunner/planner';
import { describe, expect, it } from 'vitest';
import { artifactOf, createWorld, jsonAnswer } from '../testing/world.ts';

const feed = 'https://radarr.servarr.com/v1/update';
const source: SourceSpec = { kind: 'servarr-feed', feed, branch: 'master' };
const spec = { root: '/x', ready: [], version: { kind: 'marker' as const }, persist: [] };
const body = packFakeArchive({ 'Radarr/Radarr': 'program' });
const ask = (query: string) => `${feed}/master/changes?os=linux&runtime=netcore&arch=${query}`;
const build = (version: string, over: object = {}) => ({
  version,
  branch: 'master',
  filename: `Radarr.master.${version}.linux-core-x64.tar.gz`,
  url: `https://builds.test/${version}.tar.gz`,
  hash: fakeSha256(body),
  ...over,
});

function install(answer: unknown, over: Partial<PlannedArtifact> = {}, query = 'x64') {
  const world = createWorld();
  world.network.on(ask(query), jsonAnswer(answer));
  world.network.on('https://builds.test/5.2.0.1.tar.gz', { status: 200, body });
  world.network.on('https://builds.test/5.1.0.9.tar.gz', { status: 200, body });
  return { world, done: world.installer.installArtifact(artifactOf(source, { spec, ...over }), world.install) };
}

describe('servarr-feed', () => {
  it('installs the newest build of the branch, and checks its digest', async () => {
    const { world, done } = install([build('5.2.0.1'), build('5.1.0.9')]);
    await expect(done).resolves.toMatchObject({ version: '5.2.0.1' });
    expect(world.files.snapshot('/data/zurg')).toMatchObject({ '/data/zurg/Radarr/Radarr': 'program' });
    const wrong = install([build('5.2.0.1', { hash: 'f'.repeat(64) })]);
    await expect(wrong.done).rejects.toMatchObject({ code: 'source.digest' });
  });

  it('says that a build has no digest', async () => {
    const { world, done } = install([build('5.2.0.1', { hash: null })]);
    await done;
    expect(world.lines).toContain('Radarr.master.5.2.0.1.linux-core-x64.tar.gz: the feed publishes no digest');
  });

  it.each([
    ['v5.1.0.9', 'x64&version=5.1.0.9'],
    ['5.1', 'x64&version=5.1'],
  ])('installs the build of the version %s', async (tag, query) => {
    const { done } = install(
      [build('5.2.0.1'), build('5.10.0.1'), build('5.1.0.9')],
      { version: { kind: 'tag', tag } },
      query,
    );
    await expect(done).resolves.toMatchObject({ version: '5.1.0.9' });
  });

  it('asks for the architecture of the machine', async () => {
    await install([build('5.2.0.1')], { arch: 'arm64' }, 'arm64').done;
  });

  it.each([
    ['nothing for it', [], {}, 'source.not-found'],
    ['another version', [build('5.2.0.1')], { version: { kind: 'tag', tag: '5.2.0.1' } }, 'source.unreachable'],
    ['an address that is none', [build('5.2.0.1', { url: 'file:///etc/passwd' })], {}, 'source.not-found'],
    ['a kind of build that it does not have', [build('5.2.0.1')], { version: { kind: 'nightly' } }, 'source.not-found'],
  ] as const)('refuses when the feed has %s', async (_what, answer, over, code) => {
    await expect(install(answer, over).done).rejects.toMatchObject({ code });
  });

  it('leaves what it does not have to the next source', async () => {
    const world = createWorld();
    world.network.on(ask('x64'), { status: 404 });
    const first: SourceSpec = {
      kind: 'first',
      of: [
        source,
        {
          kind: 'github-asset',
          repository: 'Radarr/Radarr',
          asset: { amd64: 'a', arm64: 'b' },
          archive: 'none',
          selectors: ['latest'],
        },
      ],
    };
    await expect(world.installer.installArtifact(artifactOf(first, { spec }), world.install)).rejects.toThrow(
      /changes.* does not exist; .*releases\/latest/s,
    );
  });
});
