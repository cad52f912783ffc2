import { asProgram } from '../archives/as-program.ts';
import { bundle, withVersion } from '../archives/bundle.ts';
import { standInSource } from '../places.ts';
import { type Asset, readme, release, type Repository } from './repository.ts';

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
    files: async () => [
      {
        path: 'decypharr',
        content: asProgram(withVersion(await bundle(standInSource('decypharr')), tag)),
        executable: true,
      },
    ],
  };
}

/** The stand-in of Decypharr as its one program, and in a tree that is built with npm and go. */
export const decypharr: Repository = {
  owner: 'sirrobot01',
  name: 'decypharr',
  releases: tags.map(([tag, date]) => release(tag, date, [asset(tag, 'x86_64'), asset(tag, 'arm64')])),
  branches: ['main', 'beta'],
  tree: async () => {
    const about = { name: 'decypharr', version: '1.0.0' };
    const lock = { ...about, lockfileVersion: 3, requires: true, packages: { '': about } };
    const project = { ...about, type: 'module', scripts: { build: 'node scripts/build.js' } };
    return [
      readme('Decypharr'),
      { path: 'package.json', content: `${JSON.stringify(project, null, 2)}\n` },
      { path: 'package-lock.json', content: `${JSON.stringify(lock, null, 2)}\n` },
      { path: 'scripts/build.js', content: buildScript },
      { path: 'go.mod', content: 'module github.com/sirrobot01/decypharr\n\ngo 1.26\n' },
      { path: 'main.go', content: 'package main\n\nfunc main() {}\n' },
      { path: 'main.stand-in.mjs', content: await bundle(standInSource('decypharr')) },
    ];
  },
};
