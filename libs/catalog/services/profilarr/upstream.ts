import { readme, standIn } from '../../upstream/played.ts';
import { release } from '../../upstream/release.ts';
import type { Upstream } from '../../upstream/upstream.ts';

/** The stand-in of Profilarr's second line in a tree that Deno builds. The first line is not simulated. */
export default {
  repositories: [
    {
      owner: 'Dictionarry-Hub',
      name: 'profilarr',
      releases: [release('v2.1.0', '2026-08-20'), release('v2.0.3', '2026-07-01'), release('v2.0.2', '2026-06-01')],
      branches: ['main', 'develop'],
      tree: (version) => [
        readme('Profilarr'),
        { path: 'deno.jsonc', content: '{ "nodeModulesDir": "auto", "imports": {} }\n' },
        { path: 'deno.lock', content: '{ "version": "5" }\n' },
        {
          path: 'src/lib/shared/build.ts',
          content: "export const build = {\n\tversion: 'dev',\n\tchannel: 'dev',\n\tcommit: null\n};\n",
        },
        { path: 'simulated/mod.mjs', content: standIn('profilarr', version) },
        { path: 'simulated/index.html', content: '<!doctype html><title>Profilarr (simulated)</title>\n' },
      ],
    },
  ],
} satisfies Upstream;
