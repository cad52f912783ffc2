import { program, readme } from '../../upstream/played.ts';
import { releases } from '../../upstream/release.ts';
import type { Asset, Upstream } from '../../upstream/upstream.ts';

const tags = [
  ['v3.6.7', '2026-01-14'],
  ['v3.6.6', '2025-12-29'],
  ['v3.6.5', '2025-12-16'],
] as const;

function asset(tag: string, arch: string): Asset {
  return {
    name: `traefik_${tag}_linux_${arch}.tar.gz`,
    files: [program('traefik', 'traefik', tag)],
  };
}

/** The stand-in of Traefik as the one program of an archive, as Traefik is published. */
export default {
  repositories: [
    {
      owner: 'traefik',
      name: 'traefik',
      releases: releases(tags, ['amd64', 'arm64'], asset),
      branches: ['master'],
      tree: () => [readme('Traefik')],
    },
  ],
} satisfies Upstream;
