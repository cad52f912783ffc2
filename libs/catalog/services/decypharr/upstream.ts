import { program, readme, standIn } from '../../upstream/played.ts';
import { npmProject, releases } from '../../upstream/release.ts';
import type { Asset, Upstream } from '../../upstream/upstream.ts';

const tags = [
  ['v2.4', '2026-06-01'],
  ['v2.3', '2026-04-01'],
  ['v1.0.0', '2025-06-01'],
] as const;

const buildScript = `import { mkdirSync, writeFileSync } from 'node:fs';
mkdirSync('pkg/server/assets/build', { recursive: true });
writeFileSync('pkg/server/assets/build/styles.css', '');
`;

function asset(tag: string, arch: string): Asset {
  return {
    name: `decypharr_Linux_${arch}.tar.gz`,
    files: [program('decypharr', 'decypharr', tag)],
  };
}

/** The stand-in of Decypharr as its one program, and in a tree that is built with npm and go. */
export default {
  repositories: [
    {
      owner: 'sirrobot01',
      name: 'decypharr',
      releases: releases(tags, ['x86_64', 'arm64'], asset),
      branches: ['main', 'beta'],
      tree: () => [
        readme('Decypharr'),
        ...npmProject('decypharr', '1.0.0', { type: 'module', scripts: { build: 'node scripts/build.js' } }),
        { path: 'scripts/build.js', content: buildScript },
        { path: 'go.mod', content: 'module github.com/sirrobot01/decypharr\n\ngo 1.26\n' },
        { path: 'main.go', content: 'package main\n\nfunc main() {}\n' },
        { path: 'main.stand-in.mjs', content: standIn('decypharr') },
      ],
    },
  ],
} satisfies Upstream;
