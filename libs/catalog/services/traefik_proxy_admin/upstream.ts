import { readme, standIn } from '../../upstream/played.ts';
import { packageJson, release } from '../../upstream/release.ts';
import type { Upstream } from '../../upstream/upstream.ts';

const build = `import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
mkdirSync('.next/static', { recursive: true });
mkdirSync('.next/standalone', { recursive: true });
writeFileSync('.next/static/page.js', '// Simulated.\\n');
writeFileSync('.next/BUILD_ID', 'simulated');
copyFileSync('simulated/server.mjs', '.next/standalone/server.js');
console.log('Compiled successfully (simulated)');
`;

/** The stand-in of Traefik Proxy Admin in a Next.js tree that is built with pnpm. */
export default {
  repositories: [
    {
      owner: 'I-am-PUID-0',
      name: 'traefik-proxy-admin',
      releases: [release('v1.24.0', '2026-07-31'), release('v1.23.0', '2026-06-30')],
      branches: ['main'],
      tree: (version) => [
        readme('Traefik Proxy Admin'),
        {
          path: 'package.json',
          content: packageJson('traefik-proxy-admin', version, {
            type: 'module',
            packageManager: 'pnpm@10.27.0',
            scripts: { build: 'node simulated/build.js' },
          }),
        },
        { path: 'pnpm-lock.yaml', content: "lockfileVersion: '9.0'\n\nimporters:\n\n  .: {}\n" },
        { path: 'drizzle/migrations/meta/_journal.json', content: '{ "entries": [] }\n' },
        { path: 'public/robots.txt', content: 'User-agent: *\nDisallow: /\n' },
        { path: 'simulated/build.js', content: build },
        { path: 'simulated/server.mjs', content: standIn('traefik_proxy_admin', version) },
      ],
    },
  ],
} satisfies Upstream;
