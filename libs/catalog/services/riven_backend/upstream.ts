import { readme, standIn } from '../../upstream/played.ts';
import { release } from '../../upstream/release.ts';
import type { Upstream } from '../../upstream/upstream.ts';

/** The stand-in of Riven in a tree that is built with Poetry, as the real one of its last stable line is. */
export default {
  repositories: [
    {
      owner: 'rivenmedia',
      name: 'riven',
      releases: [release('v0.23.6', '2025-06-20'), release('v0.23.5', '2025-05-20'), release('v0.20.1', '2025-01-10')],
      branches: ['main', 'release-please--branches--main'],
      tree: (version) => [
        readme('Riven'),
        {
          path: 'pyproject.toml',
          content: [
            '[tool.poetry]',
            'name = "riven"',
            `version = "${version.replace(/^v/, '')}"`,
            'description = "Simulated stand-in"',
            '',
            '[tool.poetry.dependencies]',
            'python = "^3.11"',
            '',
            '[build-system]',
            'requires = ["poetry-core"]',
            'build-backend = "poetry.core.masonry.api"',
            '',
          ].join('\n'),
        },
        {
          path: 'poetry.lock',
          content: '# Simulated: nothing is locked.\npackage = []\n\n[metadata]\nlock-version = "2.0"\n',
        },
        { path: 'src/main.py', content: '# Simulated: the Python of the demo runs main.stand-in.mjs instead.\n' },
        { path: 'src/main.stand-in.mjs', content: standIn('riven_backend', version) },
      ],
    },
  ],
} satisfies Upstream;
