import { program, readme } from '../../upstream/played.ts';
import { releases } from '../../upstream/release.ts';
import type { Asset, Upstream } from '../../upstream/upstream.ts';

const tags = [
  ['4.9.2.2-beta', '2025-10-20'],
  ['4.9.1.80', '2025-09-18'],
  ['4.8.11.0', '2025-03-10'],
] as const;

const tool = (name: string): string => `#!/bin/sh\necho "${name} (simulated stand-in)"\n`;

function asset(tag: string, arch: string): Asset {
  return {
    name: `emby-server-deb_${tag}_${arch}.deb`,
    files: [
      program('opt/emby-server/system/EmbyServer', 'emby', tag),
      ...['ffdetect', 'ffmpeg', 'ffprobe'].map((name) => ({
        path: `opt/emby-server/bin/emby-${name}`,
        content: tool(name),
        executable: true,
      })),
      { path: 'opt/emby-server/etc/ssl/certs/ca-certificates.crt', content: '' },
      { path: 'usr/lib/systemd/system/emby-server.service', content: '[Service]\n' },
    ],
  };
}

/** The stand-in of Emby in a Debian package, as Emby is published. */
export default {
  repositories: [
    {
      owner: 'MediaBrowser',
      name: 'Emby.Releases',
      releases: releases(tags, ['amd64', 'arm64'], asset),
      branches: ['master'],
      tree: () => [readme('Emby Server')],
    },
  ],
} satisfies Upstream;
