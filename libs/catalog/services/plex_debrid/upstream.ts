import { readme, standIn } from '../../upstream/played.ts';
import type { Upstream } from '../../upstream/upstream.ts';

const python = '# Simulated: the Python of the demo runs the stand-in beside this file instead.\n';

/** The stand-in of plex_debrid in a tree without releases, as the project is. */
export default {
  repositories: [
    {
      owner: 'elfhosted',
      name: 'plex_debrid',
      releases: [],
      branches: ['main', 'dev'],
      tree: () => [
        readme('plex_debrid'),
        { path: 'main.py', content: python },
        { path: 'main.stand-in.mjs', content: standIn('plex_debrid') },
        { path: 'requirements.txt', content: '# Simulated: the stand-in needs no packages.\n' },
        { path: 'ui/ui_settings.py', content: `version = ['2.103', "Settings compatible update", []]\n` },
        {
          path: 'content/services/trakt.py',
          content: 'class Settings(BaseSettings):\n    class Config:\n        env_file = ".env"\n',
        },
      ],
    },
  ],
} satisfies Upstream;
