import { readme, standIn } from '../../upstream/played.ts';
import { release } from '../../upstream/release.ts';
import type { Upstream } from '../../upstream/upstream.ts';

/** The stand-in of NeutArr in a tree that is built with Poetry. */
export default {
  repositories: [
    {
      owner: 'I-am-PUID-0',
      name: 'NeutArr',
      releases: [release('1.6.1', '2026-03-30'), release('1.6.0', '2026-03-20'), release('1.5.1', '2026-02-10')],
      branches: ['main', 'dev'],
      tree: (version) => [
        readme('NeutArr'),
        {
          path: 'pyproject.toml',
          content: [
            '[tool.poetry]',
            'name = "neutarr"',
            `version = "${version}"`,
            'package-mode = false',
            '',
            '[tool.poetry.dependencies]',
            'python = ">=3.12"',
            '',
          ].join('\n'),
        },
        {
          path: 'poetry.lock',
          content: '# Simulated: nothing is locked.\npackage = []\n\n[metadata]\nlock-version = "2.0"\n',
        },
        { path: 'main.py', content: '# Simulated: the Python of the demo runs main.stand-in.mjs instead.\n' },
        { path: 'main.stand-in.mjs', content: standIn('neutarr', version) },
      ],
    },
  ],
} satisfies Upstream;
