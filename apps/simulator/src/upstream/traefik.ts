import { asProgram } from '../archives/as-program.ts';
import { bundle, withVersion } from '../archives/bundle.ts';
import { standInSource } from '../places.ts';
import { readme, release, type Asset, type Repository } from './repository.ts';

const tags = [
  ['v3.6.7', '2026-01-14'],
  ['v3.6.6', '2025-12-29'],
  ['v3.6.5', '2025-12-16'],
] as const;

function asset(tag: string, arch: string): Asset {
  return {
    name: `traefik_${tag}_linux_${arch}.tar.gz`,
    files: async () => [
      {
        path: 'traefik',
        content: asProgram(withVersion(await bundle(standInSource('traefik')), tag)),
        executable: true,
      },
    ],
  };
}

/** The stand-in of Traefik as the one program of an archive, as Traefik is published. */
export const traefik: Repository = {
  owner: 'traefik',
  name: 'traefik',
  releases: tags.map(([tag, date]) => release(tag, date, [asset(tag, 'amd64'), asset(tag, 'arm64')])),
  branches: ['master'],
  tree: async () => [readme('Traefik')],
};
