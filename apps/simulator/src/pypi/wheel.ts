import { createHash } from 'node:crypto';
import type { Wheel } from '@showrunner/catalog/upstream';
import { playFiles } from '../archives/play.ts';
import type { TreeFile } from '../archives/tree.ts';

/** The files of a wheel: what is in the package, and what a wheel says about itself (PEP 427). */
export async function wheelFiles({ name, version, files: content }: Wheel): Promise<readonly TreeFile[]> {
  const folder = `${name.replaceAll('-', '_')}-${version}.dist-info`;
  const files: readonly TreeFile[] = [
    ...(await playFiles(content)),
    {
      path: `${folder}/METADATA`,
      content: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\nSummary: Simulated stand-in\n`,
    },
    {
      path: `${folder}/WHEEL`,
      content: 'Wheel-Version: 1.0\nGenerator: simulator\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    },
  ];
  const record = files.map((file) => `${file.path},sha256=${hash(file.content)},${Buffer.byteLength(file.content)}`);
  return [...files, { path: `${folder}/RECORD`, content: `${record.join('\n')}\n${folder}/RECORD,,\n` }];
}

function hash(content: string): string {
  return createHash('sha256').update(content).digest('base64url');
}
