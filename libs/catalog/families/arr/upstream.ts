import { type PlayedFile, program, readme } from '../../upstream/played.ts';
import { releases } from '../../upstream/release.ts';
import type { Asset, Upstream } from '../../upstream/upstream.ts';

interface ArrUpstream {
  readonly key: string;
  readonly name: string;
  /** Its update server. */
  readonly host: string;
  readonly branch: string;
  /** Newest first. */
  readonly versions: readonly (readonly [version: string, day: string])[];
  /** How GitHub's assets call an architecture; absent: the project publishes no builds there. */
  readonly asset?: 'linux' | 'linux-core';
}

const architectures = ['x64', 'arm64'];

/** Where an Arr is published: on its update server, and most of them on GitHub too. */
export function arrUpstream(arr: ArrUpstream): Upstream {
  const tags = arr.versions.map(([version, day]) => [`v${version}`, day] as const);
  return {
    repositories: [
      {
        owner: arr.name,
        name: arr.name,
        releases:
          arr.asset === undefined ? [] : releases(tags, architectures, (tag, arch) => assetOf(arr, tag.slice(1), arch)),
        branches: ['develop'],
        tree: () => [readme(arr.name)],
      },
    ],
    feeds: [
      {
        host: arr.host,
        branch: arr.branch,
        builds: arr.versions.map(([version, day]) => ({
          version,
          publishedAt: `${day}T12:00:00Z`,
          assets: Object.fromEntries(architectures.map((arch) => [arch, assetOf(arr, version, arch)])),
        })),
      },
    ],
  };
}

function assetOf(arr: ArrUpstream, version: string, arch: string): Asset {
  return {
    name: `${arr.name}.${arr.branch}.${version}.${arr.asset ?? 'linux-core'}-${arch}.tar.gz`,
    files: filesOf(arr, version),
  };
}

/** The stand-in of an Arr as its builds are packed: a folder of its name, with the program of its name in it. */
function filesOf({ key, name }: ArrUpstream, version: string): readonly PlayedFile[] {
  return [program(`${name}/${name}`, key, version)];
}
