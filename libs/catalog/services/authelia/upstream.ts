import { program, readme } from '../../upstream/played.ts';
import { release } from '../../upstream/release.ts';
import type { Asset, Release, Upstream } from '../../upstream/upstream.ts';

function asset(tag: string, arch: string): Asset {
  return {
    name: `authelia-${tag}-linux-${arch}.tar.gz`,
    files: [program('authelia', 'authelia', tag), { path: 'authelia.service', content: '[Service]\n' }],
  };
}

function published(tag: string, day: string): Release {
  const checksums: Asset = { name: 'checksums.sha256', as: 'checksums', files: [] };
  return release(tag, day, [asset(tag, 'amd64'), asset(tag, 'arm64'), checksums]);
}

/** The stand-in of Authelia in an archive beside the digests of the release. */
export default {
  repositories: [
    {
      owner: 'authelia',
      name: 'authelia',
      releases: [published('v4.39.20', '2026-07-30'), published('v4.39.19', '2026-06-30')],
      branches: ['master'],
      tree: () => [readme('Authelia')],
    },
  ],
} satisfies Upstream;
