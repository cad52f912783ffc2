import { asProgram } from '../archives/as-program.ts';
import { bundle, withVersion } from '../archives/bundle.ts';
import { standInSource } from '../places.ts';
import { readme, release, type Asset, type Repository } from './repository.ts';

const tags = [
  ['4.9.2.2-beta', '2025-10-20'],
  ['4.9.1.80', '2025-09-18'],
  ['4.8.11.0', '2025-03-10'],
] as const;

const tool = (name: string): string => `#!/bin/sh\necho "${name} (simulated stand-in)"\n`;

function asset(tag: string, arch: string): Asset {
  return {
    name: `emby-server-deb_${tag}_${arch}.deb`,
    files: async () => [
      {
        path: 'opt/emby-server/system/EmbyServer',
        content: asProgram(withVersion(await bundle(standInSource('emby')), tag)),
        executable: true,
      },
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
export const emby: Repository = {
  owner: 'MediaBrowser',
  name: 'Emby.Releases',
  releases: tags.map(([tag, date]) => release(tag, date, [asset(tag, 'amd64'), asset(tag, 'arm64')])),
  branches: ['master'],
  tree: async () => [readme('Emby Server')],
};
