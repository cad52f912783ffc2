import { program, readme } from '../../upstream/played.ts';
import { releases } from '../../upstream/release.ts';
import type { Asset, Upstream } from '../../upstream/upstream.ts';

const tags = [
  ['v0.9.4-nightly.20240801', '2024-08-01'],
  ['v0.9.3-final', '2024-07-01'],
  ['v0.9.3-hotfix.11', '2024-05-01'],
] as const;

function asset(tag: string, arch: string): Asset {
  return {
    name: `zurg-${tag}-linux-${arch}.zip`,
    files: [program('zurg', 'zurg', tag)],
  };
}

/** For rehearsing what happens to an update that does not work: this one ends as soon as it starts. */
const broken = 'v0.9.3-rc.9';
const failing = "process.stderr.write('this release candidate does not start\\n'); process.exit(3);\n";

function brokenAsset(tag: string, arch: string): Asset {
  return {
    name: `zurg-${tag}-linux-${arch}.zip`,
    files: [{ path: 'zurg', content: { plays: { code: failing }, runsItself: true }, executable: true }],
  };
}

/** The stand-in of Zurg as the one program of a zip, as Zurg is published. */
export default {
  repositories: [
    {
      owner: 'debridmediamanager',
      name: 'zurg-testing',
      releases: [
        ...releases(tags, ['amd64', 'arm64'], asset),
        ...releases([[broken, '2024-04-01']], ['amd64', 'arm64'], brokenAsset),
      ],
      branches: ['main'],
      tree: () => [readme('Zurg')],
    },
  ],
} satisfies Upstream;
