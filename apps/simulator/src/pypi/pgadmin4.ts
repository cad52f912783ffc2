import { bundle, withVersion } from '../archives/bundle.ts';
import { standInSource } from '../places.ts';
import { toWheel, type Wheel } from './wheel.ts';

/** The stand-in of pgAdmin as a wheel. */
export const pgadmin4: Wheel = {
  name: 'pgadmin4',
  version: '9.17',
  async files() {
    return toWheel('pgadmin4', '9.17', [
      { path: 'pgadmin4/__init__.py', content: '' },
      { path: 'pgadmin4/version.py', content: 'APP_RELEASE = 9\nAPP_REVISION = 17\n' },
      {
        path: 'pgadmin4/pgAdmin4.py',
        content: '# Simulated: the Python of the demo runs pgAdmin4.stand-in.mjs instead.\n',
      },
      { path: 'pgadmin4/pgAdmin4.stand-in.mjs', content: withVersion(await bundle(standInSource('pgadmin')), '9.17') },
      {
        path: 'pgadmin4-9.17.dist-info/entry_points.txt',
        content: '[console_scripts]\npgadmin4 = pgadmin4.pgAdmin4:main\n',
      },
    ]);
  },
};
