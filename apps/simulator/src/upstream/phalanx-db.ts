import { bundle, withVersion } from '../archives/bundle.ts';
import { standInSource } from '../places.ts';
import { readme, release, type Repository } from './repository.ts';

const older = `process.stderr.write('This simulated server is too old to start.\\n');\nprocess.exit(1);\n`;

/** The stand-in of Phalanx DB beside the older servers that the project keeps, with npm's lock file. */
export const phalanxDb: Repository = {
  owner: 'godver3',
  name: 'phalanx_db_hyperswarm',
  releases: [release('v0.63', '2025-07-10'), release('v0.62', '2025-07-01'), release('v0.50', '2025-05-20')],
  branches: ['main'],
  tree: async (version) => {
    const about = { name: 'phalanx-db-v2', version: '2.0.0' };
    const lock = { ...about, lockfileVersion: 3, requires: true, packages: { '': about } };
    return [
      readme('Phalanx DB'),
      { path: 'package.json', content: `${JSON.stringify({ ...about, private: true, type: 'module' }, null, 2)}\n` },
      { path: 'package-lock.json', content: `${JSON.stringify(lock, null, 2)}\n` },
      { path: 'version.txt', content: `${version.replace(/^v/, '')}\n` },
      { path: '.env', content: 'ENCRYPTION_KEY=simulated\n' },
      { path: 'phalanx_db_rest_v2.js', content: older },
      { path: 'phalanx_db_rest_v3.js', content: older },
      { path: 'phalanx_db_rest_v4.js', content: withVersion(await bundle(standInSource('phalanx_db')), version) },
    ];
  },
};
