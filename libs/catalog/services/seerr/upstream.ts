import { readme, standIn } from '../../upstream/played.ts';
import { packageJson, release } from '../../upstream/release.ts';
import type { Upstream } from '../../upstream/upstream.ts';

const buildNext = `import { mkdirSync, writeFileSync } from 'node:fs';
mkdirSync('.next', { recursive: true });
writeFileSync('.next/BUILD_ID', 'simulated');
console.log('Compiled successfully (simulated)');
`;

const buildServer = `import { copyFileSync, mkdirSync } from 'node:fs';
mkdirSync('dist', { recursive: true });
copyFileSync('simulated/index.js', 'dist/index.js');
`;

/** The stand-in of Seerr in a tree that is built with pnpm, page and server one after the other. */
export default {
  repositories: [
    {
      owner: 'seerr-team',
      name: 'seerr',
      releases: [
        release('v3.1.0', '2026-02-20'),
        release('v3.0.1', '2026-02-01'),
        release('v3.0.0', '2026-01-20'),
        release('v2.7.3', '2025-08-14'),
      ],
      branches: ['main', 'develop'],
      tree: (version) => [
        readme('Seerr'),
        {
          path: 'package.json',
          content: packageJson('seerr', version, {
            type: 'module',
            packageManager: 'pnpm@10.24.0',
            engines: { node: '^22.0.0', pnpm: '^10.0.0' },
            scripts: {
              'build:next': 'node simulated/build-next.js',
              'build:server': 'node simulated/build-server.js',
            },
          }),
        },
        { path: '.npmrc', content: 'engine-strict=true\n' },
        { path: 'pnpm-lock.yaml', content: "lockfileVersion: '9.0'\n\nimporters:\n\n  .: {}\n" },
        { path: 'config/db/.gitkeep', content: '' },
        { path: 'config/logs/.gitkeep', content: '' },
        { path: 'simulated/build-next.js', content: buildNext },
        { path: 'simulated/build-server.js', content: buildServer },
        { path: 'simulated/index.js', content: standIn('seerr', version) },
      ],
    },
  ],
} satisfies Upstream;
