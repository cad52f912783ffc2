import { readme, standIn } from '../../upstream/played.ts';
import { packageJson, release } from '../../upstream/release.ts';
import type { Upstream } from '../../upstream/upstream.ts';

const buildScript = `import { copyFileSync, mkdirSync } from 'node:fs';
mkdirSync('build', { recursive: true });
copyFileSync('simulated/index.js', 'build/index.js');
console.log('Wrote the simulated stand-in to "build"');
`;

/** The stand-in of Riven's web interface in a tree that is built with pnpm. */
export default {
  repositories: [
    {
      owner: 'rivenmedia',
      name: 'riven-frontend',
      releases: [release('v0.21.0', '2025-05-05'), release('v0.20.0', '2025-03-01'), release('v0.17.0', '2025-01-01')],
      branches: ['main', 'release-please--branches--main'],
      tree: (version) => [
        readme('Riven Frontend'),
        {
          path: 'package.json',
          content: packageJson('riven-frontend', version, {
            type: 'module',
            scripts: { build: 'node simulated/build.js' },
          }),
        },
        { path: 'pnpm-lock.yaml', content: "lockfileVersion: '9.0'\n\nimporters:\n\n  .: {}\n" },
        { path: 'version.txt', content: `${version.replace(/^v/, '')}\n` },
        { path: 'vite.config.ts', content: 'export default { build: { minify: true } };\n' },
        { path: 'simulated/build.js', content: buildScript },
        { path: 'simulated/index.js', content: standIn('riven_frontend', version) },
      ],
    },
  ],
} satisfies Upstream;
