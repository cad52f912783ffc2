import { program, readme } from '../../upstream/played.ts';
import { releases } from '../../upstream/release.ts';
import type { Asset, Upstream } from '../../upstream/upstream.ts';

const tags = [
  ['v0.3.2', '2026-07-10'],
  ['v0.3.1', '2026-06-20'],
  ['v0.3.0', '2026-06-01'],
] as const;

/** The stand-in of AltMount as the one program of an archive, under the name of its machine, as AltMount is published. */
function asset(tag: string, arch: string): Asset {
  return {
    name: `altmount-cli_${tag}_linux_${arch}.tar.gz`,
    files: [program(`altmount-cli-linux-${arch}`, 'altmount', tag)],
  };
}

export default {
  repositories: [
    {
      owner: 'javi11',
      name: 'altmount',
      releases: releases(tags, ['amd64', 'arm64'], asset),
      branches: ['main'],
      tree: () => [readme('AltMount')],
    },
  ],
} satisfies Upstream;
