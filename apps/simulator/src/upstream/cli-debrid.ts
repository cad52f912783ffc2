import { bundle, withVersion } from '../archives/bundle.ts';
import { standInSource } from '../places.ts';
import { readme, release, type Repository } from './repository.ts';

const python = '# Simulated: the Python of the demo runs the stand-in beside this file instead.\n';

/** CLI Debrid and its battery in one tree, as they are published. */
export const cliDebrid: Repository = {
  owner: 'godver3',
  name: 'cli_debrid',
  releases: [release('v0.7.25', '2025-12-01'), release('v0.7.24', '2025-11-20'), release('v0.6.07', '2025-03-01')],
  branches: ['main', 'dev'],
  tree: async (version) => [
    readme('CLI Debrid'),
    { path: 'version.txt', content: `${version.replace(/^v/, '')}\n` },
    { path: 'requirements-linux.txt', content: '# Simulated: the stand-in needs no packages.\n' },
    { path: 'main.py', content: python },
    { path: 'main.stand-in.mjs', content: withVersion(await bundle(standInSource('cli_debrid')), version) },
    { path: 'database/__init__.py', content: python },
    { path: 'database/database_reading.py', content: python },
    { path: 'cli_battery/version.txt', content: '0.1.6\n' },
    { path: 'cli_battery/main.py', content: python },
    { path: 'cli_battery/main.stand-in.mjs', content: await bundle(standInSource('cli_battery')) },
  ],
};
