import { asProgram } from '../archives/as-program.ts';
import { bundle, withVersion } from '../archives/bundle.ts';
import { standInSource } from '../places.ts';
import { serveRepositories, type AptPackage } from './apt.ts';

const versions = ['10.11.4+deb12', '10.10.7+deb12'];

function server(version: string): AptPackage {
  return {
    name: 'jellyfin-server',
    version,
    depends: 'libfontconfig1, libjemalloc2, adduser, libicu72',
    files: async () => [
      {
        path: 'usr/lib/jellyfin/bin/jellyfin',
        content: asProgram(withVersion(await bundle(standInSource('jellyfin')), version.replace(/\+.*/, ''))),
        executable: true,
      },
      { path: 'etc/jellyfin/logging.json', content: '{}\n' },
      { path: 'lib/systemd/system/jellyfin.service', content: '[Service]\nExecStart=/usr/bin/jellyfin\n' },
    ],
  };
}

function web(version: string): AptPackage {
  const content =
    '<!doctype html><html lang="en"><title>Jellyfin (simulated)</title><h1>Jellyfin (simulated)</h1></html>\n';
  return { name: 'jellyfin-web', version, files: async () => [{ path: 'usr/share/jellyfin/web/index.html', content }] };
}

const tool = (name: string): string =>
  `#!/bin/sh\necho "${name} version 7.1.2-Jellyfin (simulated stand-in)"\n[ "$1" = "-version" ]\n`;
const ffmpeg: AptPackage = {
  name: 'jellyfin-ffmpeg7',
  version: '7.1.2-3-bookworm',
  files: async () =>
    ['ffmpeg', 'ffprobe'].map((name) => ({
      path: `usr/lib/jellyfin-ffmpeg/${name}`,
      content: tool(name),
      executable: true,
    })),
};

/** The repository of Jellyfin, whose packages hold the stand-in. */
export const jellyfinRepository = serveRepositories([
  {
    path: '/debian',
    suite: 'bookworm',
    component: 'main',
    packages: [...versions.flatMap((version) => [server(version), web(version)]), ffmpeg],
  },
]);
