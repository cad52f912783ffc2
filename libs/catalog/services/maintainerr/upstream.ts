import { readme, standIn } from '../../upstream/played.ts';
import { packageJson, release } from '../../upstream/release.ts';
import type { Upstream } from '../../upstream/upstream.ts';

const build = `import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
mkdirSync('apps/server/dist/app/config', { recursive: true });
mkdirSync('apps/server/dist/database/migrations', { recursive: true });
mkdirSync('apps/ui/dist', { recursive: true });
copyFileSync('simulated/main.js', 'apps/server/dist/main.js');
writeFileSync('apps/server/dist/package.json', '{ "type": "module" }');
writeFileSync('apps/server/dist/database/migrations/0001-tables.js', '// Simulated.');
writeFileSync(
  'apps/server/dist/app/config/places.js',
  "export const migrations = '/opt/app/apps/server/dist/database/migrations';\\nexport const logs = '/opt/data';\\n",
);
const base = process.env.VITE_BASE_PATH ?? '/';
writeFileSync('apps/ui/dist/index.html', \`<!doctype html><script src="\${base}assets/index.js"></script>\`);
`;

/** The stand-in of Maintainerr in a tree that brings its own Yarn and has the paths of its image written into it. */
export default {
  repositories: [
    {
      owner: 'Maintainerr',
      name: 'Maintainerr',
      releases: [release('v3.24.0', '2026-08-01'), release('v3.23.0', '2026-07-01'), release('v3.20.0', '2026-04-01')],
      branches: ['main', 'development'],
      tree: (version) => [
        readme('Maintainerr'),
        {
          path: 'package.json',
          content: packageJson('maintainerr', version, {
            type: 'module',
            packageManager: 'yarn@4.17.1',
            workspaces: ['apps/ui', 'apps/server'],
            scripts: { build: 'node simulated/build.js' },
          }),
        },
        { path: 'yarn.lock', content: '# Simulated: nothing is locked.\n__metadata:\n  version: 8\n' },
        { path: '.yarnrc.yml', content: 'enableGlobalCache: false\n\nyarnPath: .yarn/releases/yarn-4.17.1.cjs\n' },
        {
          path: '.yarn/releases/yarn-4.17.1.cjs',
          content:
            "import(require('node:url').pathToFileURL(require('node:path').join(__dirname, 'simulated-yarn.mjs')));\n",
        },
        { path: '.yarn/releases/simulated-yarn.mjs', content: { plays: { toolchain: 'yarn' } } },
        { path: 'apps/server/package.json', content: packageJson('@maintainerr/server', version) },
        { path: 'apps/server/assets/fonts/README.md', content: 'Simulated.\n' },
        { path: 'apps/ui/package.json', content: packageJson('@maintainerr/ui', version) },
        { path: 'simulated/build.js', content: build },
        { path: 'simulated/main.js', content: standIn('maintainerr', version) },
      ],
    },
  ],
} satisfies Upstream;
