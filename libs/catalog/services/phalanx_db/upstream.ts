import { readme, standIn } from '../../upstream/played.ts';
import { npmProject, release } from '../../upstream/release.ts';
import type { Upstream } from '../../upstream/upstream.ts';

const older = `process.stderr.write('This simulated server is too old to start.\\n');\nprocess.exit(1);\n`;

/** The stand-in of Phalanx DB beside the older servers that the project keeps, with npm's lock file. */
export default {
  repositories: [
    {
      owner: 'godver3',
      name: 'phalanx_db_hyperswarm',
      releases: [release('v0.63', '2025-07-10'), release('v0.62', '2025-07-01'), release('v0.50', '2025-05-20')],
      branches: ['main'],
      tree: (version) => [
        readme('Phalanx DB'),
        ...npmProject('phalanx-db-v2', '2.0.0', { private: true, type: 'module' }),
        { path: 'version.txt', content: `${version.replace(/^v/, '')}\n` },
        { path: '.env', content: 'ENCRYPTION_KEY=simulated\n' },
        { path: 'phalanx_db_rest_v2.js', content: older },
        { path: 'phalanx_db_rest_v3.js', content: older },
        { path: 'phalanx_db_rest_v4.js', content: standIn('phalanx_db', version) },
      ],
    },
  ],
} satisfies Upstream;
