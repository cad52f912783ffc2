import { program, readme } from '../../upstream/played.ts';
import { releases } from '../../upstream/release.ts';
import type { Asset, Upstream } from '../../upstream/upstream.ts';

const tags = [
  ['2026.7.1', '2026-07-20'],
  ['2026.7.0', '2026-07-06'],
  ['2026.6.1', '2026-06-15'],
] as const;

function asset(tag: string, arch: string): Asset {
  return { name: `cloudflared-linux-${arch}`, as: 'file', files: [program('cloudflared', 'cloudflared', tag)] };
}

/** The stand-in of cloudflared as its releases are: the program itself, in no archive. */
export default {
  repositories: [
    {
      owner: 'cloudflare',
      name: 'cloudflared',
      releases: releases(tags, ['amd64', 'arm64'], asset),
      branches: ['master'],
      tree: () => [readme('cloudflared')],
    },
  ],
} satisfies Upstream;
