import { program } from '../../upstream/played.ts';
import type { DebianPackage, Upstream } from '../../upstream/upstream.ts';

const versions = ['10.11.4+deb12', '10.10.7+deb12'];

function server(version: string): DebianPackage {
  return {
    name: 'jellyfin-server',
    version,
    depends: 'libfontconfig1, libjemalloc2, adduser, libicu72',
    files: [
      program('usr/lib/jellyfin/bin/jellyfin', 'jellyfin', version.replace(/\+.*/, '')),
      { path: 'etc/jellyfin/logging.json', content: '{}\n' },
      { path: 'lib/systemd/system/jellyfin.service', content: '[Service]\nExecStart=/usr/bin/jellyfin\n' },
    ],
  };
}

function web(version: string): DebianPackage {
  const content =
    '<!doctype html><html lang="en"><title>Jellyfin (simulated)</title><h1>Jellyfin (simulated)</h1></html>\n';
  return { name: 'jellyfin-web', version, files: [{ path: 'usr/share/jellyfin/web/index.html', content }] };
}

const tool = (name: string): string =>
  `#!/bin/sh\necho "${name} version 7.1.2-Jellyfin (simulated stand-in)"\n[ "$1" = "-version" ]\n`;
const ffmpeg: DebianPackage = {
  name: 'jellyfin-ffmpeg7',
  version: '7.1.2-3-bookworm',
  files: ['ffmpeg', 'ffprobe'].map((name) => ({
    path: `usr/lib/jellyfin-ffmpeg/${name}`,
    content: tool(name),
    executable: true,
  })),
};

/** The repository of Jellyfin, whose packages hold the stand-in. */
export default {
  packages: [
    {
      host: 'repo.jellyfin.org',
      path: '/debian',
      suite: 'bookworm',
      component: 'main',
      packages: [...versions.flatMap((version) => [server(version), web(version)]), ffmpeg],
    },
  ],
} satisfies Upstream;
