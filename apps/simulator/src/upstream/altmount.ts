import { asProgram } from '../archives/as-program.ts';
import { bundle, withVersion } from '../archives/bundle.ts';
import { standInSource } from '../places.ts';
import { readme, release, type Asset, type Repository } from './repository.ts';

const tags = [
  ['v0.3.2', '2026-07-10'],
  ['v0.3.1', '2026-06-20'],
  ['v0.3.0', '2026-06-01'],
] as const;

/** The stand-in of AltMount as the one program of an archive, under the name of its machine, as AltMount is published. */
function asset(tag: string, arch: string): Asset {
  return {
    name: `altmount-cli_${tag}_linux_${arch}.tar.gz`,
    files: async () => [
      {
        path: `altmount-cli-linux-${arch}`,
        content: asProgram(withVersion(await bundle(standInSource('altmount')), tag)),
        executable: true,
      },
    ],
  };
}

export const altmount: Repository = {
  owner: 'javi11',
  name: 'altmount',
  releases: tags.map(([tag, date]) => release(tag, date, [asset(tag, 'amd64'), asset(tag, 'arm64')])),
  branches: ['main'],
  tree: async () => [readme('AltMount')],
};
