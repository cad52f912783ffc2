import { readme, standIn } from '../../upstream/played.ts';
import { packageJson, release } from '../../upstream/release.ts';
import type { Upstream } from '../../upstream/upstream.ts';

const build = `import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
for (const name of ['core', 'server', 'frontend']) mkdirSync(\`packages/\${name}/dist\`, { recursive: true });
mkdirSync('packages/core/node_modules/better-sqlite3', { recursive: true });
writeFileSync('packages/core/node_modules/better-sqlite3/index.js', 'module.exports = class { close() {} };\\n');
writeFileSync('packages/core/dist/index.js', 'export {};\\n');
writeFileSync('packages/frontend/dist/index.html', '<!doctype html><title>AIOStreams (simulated)</title>\\n');
copyFileSync('simulated/server.js', 'packages/server/dist/server.js');
`;

/** The stand-in of AIOStreams in a tree of several packages that is built with pnpm. */
export default {
  repositories: [
    {
      owner: 'Viren070',
      name: 'AIOStreams',
      releases: [release('v2.33.2', '2026-08-10'), release('v2.33.1', '2026-08-01'), release('v2.32.0', '2026-07-01')],
      branches: ['main'],
      tree: (version) => [
        readme('AIOStreams'),
        {
          path: 'package.json',
          content: packageJson('aiostreams', version, {
            type: 'module',
            scripts: { build: 'node simulated/build.js' },
          }),
        },
        { path: 'LICENSE', content: 'Simulated: of AIOStreams itself nothing is here.\n' },
        { path: 'pnpm-lock.yaml', content: "lockfileVersion: '9.0'\n\nimporters:\n\n  .: {}\n" },
        {
          path: 'packages/server/package.json',
          content: packageJson('@aiostreams/server', version, { type: 'module' }),
        },
        { path: 'packages/core/package.json', content: packageJson('@aiostreams/core', version, { type: 'module' }) },
        { path: 'simulated/build.js', content: build },
        { path: 'simulated/server.js', content: standIn('aiostreams', version) },
      ],
    },
  ],
} satisfies Upstream;
