import { bundle, withVersion } from '../archives/bundle.ts';
import { standInSource } from '../places.ts';
import { readme, release, type Repository } from './repository.ts';

const build = `import { copyFileSync, mkdirSync } from 'node:fs';
mkdirSync('dist', { recursive: true });
copyFileSync('simulated/server.js', 'dist/server.js');
console.log('Compiled (simulated)');
`;

/** The stand-in of Pulsarr in a tree that is built and run with Bun, its migrations beside it. */
export const pulsarr: Repository = {
  owner: 'jamcalli',
  name: 'Pulsarr',
  releases: [release('v0.8.1', '2026-02-10'), release('v0.8.0', '2026-01-10'), release('v0.7.0', '2025-11-10')],
  branches: ['master', 'develop'],
  tree: async (version) => {
    const program = withVersion(await bundle(standInSource('pulsarr')), version);
    return [
      readme('Pulsarr'),
      {
        path: 'package.json',
        content: `${JSON.stringify(
          {
            name: 'pulsarr',
            version: version.replace(/^v/, ''),
            private: true,
            type: 'module',
            scripts: { build: 'bun simulated/build.js', migrate: 'bun run --bun migrations/migrate.ts' },
          },
          null,
          2,
        )}\n`,
      },
      {
        path: 'bun.lock',
        content: '{\n  "lockfileVersion": 1,\n  "workspaces": { "": { "name": "pulsarr" } },\n  "packages": {},\n}\n',
      },
      { path: 'simulated/build.js', content: build },
      { path: 'simulated/server.js', content: program },
      { path: 'migrations/migrate.ts', content: `globalThis.STAND_IN_ROLE = 'migrate';\n${program}` },
    ];
  },
};
