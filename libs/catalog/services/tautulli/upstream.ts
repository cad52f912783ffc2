import { readme, standIn } from '../../upstream/played.ts';
import { release } from '../../upstream/release.ts';
import type { Upstream } from '../../upstream/upstream.ts';

/** The stand-in of Tautulli in a source tree with its requirements, as Tautulli is published. */
export default {
  repositories: [
    {
      owner: 'Tautulli',
      name: 'Tautulli',
      releases: [release('v2.17.2', '2025-11-01'), release('v2.16.1', '2025-10-11'), release('v2.15.3', '2025-08-03')],
      branches: ['master', 'beta'],
      tree: (version) => [
        readme('Tautulli'),
        { path: 'Tautulli.py', content: '# Simulated: the Python of the demo runs Tautulli.stand-in.mjs instead.\n' },
        { path: 'Tautulli.stand-in.mjs', content: standIn('tautulli', version) },
        { path: 'requirements.txt', content: '# Simulated: the stand-in needs no packages.\n' },
        {
          path: 'data/interfaces/default/base.html',
          content: `<!doctype html><title>Tautulli ${version} (simulated)</title>\n`,
        },
      ],
    },
  ],
} satisfies Upstream;
