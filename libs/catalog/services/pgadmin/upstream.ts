import { standIn } from '../../upstream/played.ts';
import type { Upstream } from '../../upstream/upstream.ts';

/** The stand-in of pgAdmin as a wheel. */
export default {
  wheels: [
    {
      name: 'pgadmin4',
      version: '9.17',
      files: [
        { path: 'pgadmin4/__init__.py', content: '' },
        { path: 'pgadmin4/version.py', content: 'APP_RELEASE = 9\nAPP_REVISION = 17\n' },
        {
          path: 'pgadmin4/pgAdmin4.py',
          content: '# Simulated: the Python of the demo runs pgAdmin4.stand-in.mjs instead.\n',
        },
        { path: 'pgadmin4/pgAdmin4.stand-in.mjs', content: standIn('pgadmin', '9.17') },
        {
          path: 'pgadmin4-9.17.dist-info/entry_points.txt',
          content: '[console_scripts]\npgadmin4 = pgadmin4.pgAdmin4:main\n',
        },
      ],
    },
  ],
} satisfies Upstream;
