import { asProgram } from '../archives/as-program.ts';
import { bundle, withVersion } from '../archives/bundle.ts';
import type { TreeFile } from '../archives/tree.ts';
import { standInSource } from '../places.ts';
import { readme, release, type Asset, type Repository } from './repository.ts';
import type { VendorFeed } from './vendor-feed.ts';

interface Arr {
  readonly key: string;
  readonly name: string;
  readonly host: string;
  readonly branch: string;
  /** Newest first. */
  readonly versions: readonly (readonly [version: string, date: string])[];
  /** How GitHub's assets call an architecture; absent: the project publishes no builds there. */
  readonly asset?: 'linux' | 'linux-core';
}

const arrs: readonly Arr[] = [
  {
    key: 'sonarr',
    name: 'Sonarr',
    host: 'services.sonarr.tv',
    branch: 'main',
    versions: [
      ['4.0.15.2941', '2025-06-20'],
      ['4.0.14.2939', '2025-03-15'],
    ],
    asset: 'linux',
  },
  {
    key: 'radarr',
    name: 'Radarr',
    host: 'radarr.servarr.com',
    branch: 'master',
    versions: [
      ['5.27.5.10198', '2025-09-01'],
      ['5.26.2.10099', '2025-06-30'],
    ],
    asset: 'linux-core',
  },
  {
    key: 'lidarr',
    name: 'Lidarr',
    host: 'lidarr.servarr.com',
    branch: 'master',
    versions: [['2.12.4.4658', '2025-07-01']],
    asset: 'linux-core',
  },
  {
    key: 'whisparr',
    name: 'Whisparr',
    host: 'whisparr.servarr.com',
    branch: 'nightly',
    versions: [['2.0.0.1105', '2025-07-01']],
  },
  {
    key: 'prowlarr',
    name: 'Prowlarr',
    host: 'prowlarr.servarr.com',
    branch: 'master',
    versions: [
      ['1.37.0.5076', '2025-06-15'],
      ['1.36.3.5071', '2025-05-25'],
    ],
    asset: 'linux-core',
  },
];

/** The stand-in of an Arr as its builds are packed: a folder of its name, with the program of its name in it. */
async function tree({ key, name }: Arr, version: string): Promise<readonly TreeFile[]> {
  const program = asProgram(withVersion(await bundle(standInSource(key)), version));
  return [{ path: `${name}/${name}`, content: program, executable: true }];
}

function asset(arr: Arr, version: string, arch: string): Asset {
  return {
    name: `${arr.name}.${arr.branch}.${version}.${arr.asset ?? 'linux-core'}-${arch}.tar.gz`,
    files: () => tree(arr, version),
  };
}

/** Their projects on the release server. */
export const arrRepositories: readonly Repository[] = arrs.map((arr) => ({
  owner: arr.name,
  name: arr.name,
  releases:
    arr.asset === undefined
      ? []
      : arr.versions.map(([version, date]) =>
          release(`v${version}`, date, [asset(arr, version, 'x64'), asset(arr, version, 'arm64')]),
        ),
  branches: ['develop'],
  tree: async () => [readme(arr.name)],
}));

/** Their update servers. */
export const arrFeeds: readonly VendorFeed[] = arrs.map((arr) => ({
  host: arr.host,
  branch: arr.branch,
  builds: arr.versions.map(([version, date]) => ({
    version,
    publishedAt: `${date}T12:00:00Z`,
    assets: { x64: asset(arr, version, 'x64'), arm64: asset(arr, version, 'arm64') },
  })),
}));
