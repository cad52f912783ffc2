import { asProgram } from '../archives/as-program.ts';
import { bundle, withVersion } from '../archives/bundle.ts';
import { standInSource } from '../places.ts';
import { readme, release, type Asset, type Repository } from './repository.ts';

const tags = [
  ['v0.9.4-nightly.20240801', '2024-08-01'],
  ['v0.9.3-final', '2024-07-01'],
  ['v0.9.3-hotfix.11', '2024-05-01'],
] as const;

function asset(tag: string, arch: string): Asset {
  return {
    name: `zurg-${tag}-linux-${arch}.zip`,
    files: async () => [
      { path: 'zurg', content: asProgram(withVersion(await bundle(standInSource('zurg')), tag)), executable: true },
    ],
  };
}

/** For rehearsing what happens to an update that does not work: this one ends as soon as it starts. */
const broken = 'v0.9.3-rc.9';
const failing = "process.stderr.write('this release candidate does not start\\n'); process.exit(3);\n";

function brokenAsset(arch: string): Asset {
  return {
    name: `zurg-${broken}-linux-${arch}.zip`,
    files: async () => [{ path: 'zurg', content: asProgram(failing), executable: true }],
  };
}

/** The stand-in of Zurg as the one program of a zip, as Zurg is published. */
export const zurg: Repository = {
  owner: 'debridmediamanager',
  name: 'zurg-testing',
  releases: [
    ...tags.map(([tag, date]) => release(tag, date, [asset(tag, 'amd64'), asset(tag, 'arm64')])),
    release(broken, '2024-04-01', [brokenAsset('amd64'), brokenAsset('arm64')]),
  ],
  branches: ['main'],
  tree: async () => [readme('Zurg')],
};
