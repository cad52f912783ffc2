import { readme, standIn } from '../../upstream/played.ts';
import { release } from '../../upstream/release.ts';
import type { Upstream } from '../../upstream/upstream.ts';

const python = '# Simulated: the Python of the demo runs the stand-in beside this file instead.\n';

/** CLI Debrid and its battery in one tree, as they are published. */
export default {
  repositories: [
    {
      owner: 'godver3',
      name: 'cli_debrid',
      releases: [release('v0.7.25', '2025-12-01'), release('v0.7.24', '2025-11-20'), release('v0.6.07', '2025-03-01')],
      branches: ['main', 'dev'],
      tree: (version) => [
        readme('CLI Debrid'),
        { path: 'version.txt', content: `${version.replace(/^v/, '')}\n` },
        { path: 'requirements-linux.txt', content: '# Simulated: the stand-in needs no packages.\n' },
        { path: 'main.py', content: python },
        { path: 'main.stand-in.mjs', content: standIn('cli_debrid', version) },
        { path: 'database/__init__.py', content: python },
        { path: 'database/database_reading.py', content: python },
        { path: 'cli_battery/version.txt', content: '0.1.6\n' },
        { path: 'cli_battery/main.py', content: python },
        { path: 'cli_battery/main.stand-in.mjs', content: standIn('cli_battery') },
      ],
    },
  ],
} satisfies Upstream;
