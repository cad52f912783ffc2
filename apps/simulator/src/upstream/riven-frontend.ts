import { bundle, withVersion } from '../archives/bundle.ts';
import { standInSource } from '../places.ts';
import { readme, release, type Repository } from './repository.ts';

const buildScript = `import { copyFileSync, mkdirSync } from 'node:fs';
mkdirSync('build', { recursive: true });
copyFileSync('simulated/index.js', 'build/index.js');
console.log('Wrote the simulated stand-in to "build"');
`;

/** The stand-in of Riven's web interface in a tree that is built with pnpm. */
export const rivenFrontend: Repository = {
  owner: 'rivenmedia',
  name: 'riven-frontend',
  releases: [release('v0.21.0', '2025-05-05'), release('v0.20.0', '2025-03-01'), release('v0.17.0', '2025-01-01')],
  branches: ['main', 'release-please--branches--main'],
  tree: async (version) => [
    readme('Riven Frontend'),
    {
      path: 'package.json',
      content: `${JSON.stringify(
        {
          name: 'riven-frontend',
          version: version.replace(/^v/, ''),
          private: true,
          type: 'module',
          scripts: { build: 'node simulated/build.js' },
        },
        null,
        2,
      )}\n`,
    },
    { path: 'pnpm-lock.yaml', content: "lockfileVersion: '9.0'\n\nimporters:\n\n  .: {}\n" },
    { path: 'version.txt', content: `${version.replace(/^v/, '')}\n` },
    { path: 'vite.config.ts', content: 'export default { build: { minify: true } };\n' },
    { path: 'simulated/build.js', content: buildScript },
    { path: 'simulated/index.js', content: withVersion(await bundle(standInSource('riven_frontend')), version) },
  ],
};
