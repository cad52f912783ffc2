import { readme, standIn } from '../../upstream/played.ts';
import { packageJson, release } from '../../upstream/release.ts';
import type { Upstream } from '../../upstream/upstream.ts';

const build = `import { copyFileSync, mkdirSync } from 'node:fs';
mkdirSync('dist', { recursive: true });
copyFileSync('simulated/server.js', 'dist/server.js');
console.log('Compiled (simulated)');
`;

/** The stand-in of Pulsarr in a tree that is built and run with Bun, its migrations beside it. */
export default {
  repositories: [
    {
      owner: 'jamcalli',
      name: 'Pulsarr',
      releases: [release('v0.8.1', '2026-02-10'), release('v0.8.0', '2026-01-10'), release('v0.7.0', '2025-11-10')],
      branches: ['master', 'develop'],
      tree: (version) => [
        readme('Pulsarr'),
        {
          path: 'package.json',
          content: packageJson('pulsarr', version, {
            type: 'module',
            scripts: { build: 'bun simulated/build.js', migrate: 'bun run --bun migrations/migrate.ts' },
          }),
        },
        {
          path: 'bun.lock',
          content: '{\n  "lockfileVersion": 1,\n  "workspaces": { "": { "name": "pulsarr" } },\n  "packages": {},\n}\n',
        },
        { path: 'simulated/build.js', content: build },
        { path: 'simulated/server.js', content: standIn('pulsarr', version) },
        { path: 'migrations/migrate.ts', content: standIn('pulsarr', version, 'migrate') },
      ],
    },
  ],
} satisfies Upstream;
