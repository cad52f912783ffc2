import { bundle, withVersion } from '../archives/bundle.ts';
import { standInSource } from '../places.ts';
import { readme, release, type Repository } from './repository.ts';

/** The stand-in of Tautulli in a source tree with its requirements, as Tautulli is published. */
export const tautulli: Repository = {
  owner: 'Tautulli',
  name: 'Tautulli',
  releases: [release('v2.17.2', '2025-11-01'), release('v2.16.1', '2025-10-11'), release('v2.15.3', '2025-08-03')],
  branches: ['master', 'beta'],
  tree: async (version) => [
    readme('Tautulli'),
    { path: 'Tautulli.py', content: '# Simulated: the Python of the demo runs Tautulli.stand-in.mjs instead.\n' },
    { path: 'Tautulli.stand-in.mjs', content: withVersion(await bundle(standInSource('tautulli')), version) },
    { path: 'requirements.txt', content: '# Simulated: the stand-in needs no packages.\n' },
    {
      path: 'data/interfaces/default/base.html',
      content: `<!doctype html><title>Tautulli ${version} (simulated)</title>\n`,
    },
  ],
};
