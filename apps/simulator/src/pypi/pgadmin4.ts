import { createHash } from 'node:crypto';
import { bundle, withVersion } from '../archives/bundle.ts';
import type { TreeFile } from '../archives/tree.ts';
import { standInSource } from '../places.ts';

/** A package of the index, in one version. */
export interface Wheel {
  readonly name: string;
  readonly version: string;
  files(): Promise<readonly TreeFile[]>;
}

/** The stand-in of pgAdmin as a wheel. */
export const pgadmin4: Wheel = {
  name: 'pgadmin4',
  version: '9.17',
  async files() {
    const folder = 'pgadmin4-9.17.dist-info';
    const files: TreeFile[] = [
      { path: 'pgadmin4/__init__.py', content: '' },
      { path: 'pgadmin4/version.py', content: 'APP_RELEASE = 9\nAPP_REVISION = 17\n' },
      {
        path: 'pgadmin4/pgAdmin4.py',
        content: '# Simulated: the Python of the demo runs pgAdmin4.stand-in.mjs instead.\n',
      },
      { path: 'pgadmin4/pgAdmin4.stand-in.mjs', content: withVersion(await bundle(standInSource('pgadmin')), '9.17') },
      {
        path: `${folder}/METADATA`,
        content: 'Metadata-Version: 2.1\nName: pgadmin4\nVersion: 9.17\nSummary: Simulated stand-in\n',
      },
      {
        path: `${folder}/WHEEL`,
        content: 'Wheel-Version: 1.0\nGenerator: simulator\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
      },
      { path: `${folder}/entry_points.txt`, content: '[console_scripts]\npgadmin4 = pgadmin4.pgAdmin4:main\n' },
    ];
    const record = files.map((file) => `${file.path},sha256=${hash(file.content)},${Buffer.byteLength(file.content)}`);
    return [...files, { path: `${folder}/RECORD`, content: `${record.join('\n')}\n${folder}/RECORD,,\n` }];
  },
};

function hash(content: string): string {
  return createHash('sha256').update(content).digest('base64url');
}
