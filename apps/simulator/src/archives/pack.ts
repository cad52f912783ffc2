import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack as createTar } from 'tar-stream';
import { ZipFile } from 'yazl';
import type { TreeFile } from './tree.ts';

// One moment for all entries: the same files give the same bytes.
const madeAt = new Date('2024-07-01T00:00:00Z');

const mode = (file: TreeFile): number => (file.executable === true ? 0o100755 : 0o100644);

export async function packZip(files: readonly TreeFile[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const file of files) zip.addBuffer(Buffer.from(file.content), file.path, { mtime: madeAt, mode: mode(file) });
  zip.end();
  return buffer(zip.outputStream);
}

export async function packTarGz(files: readonly TreeFile[]): Promise<Buffer> {
  const tar = createTar();
  for (const file of files) tar.entry({ name: file.path, mode: mode(file) & 0o777, mtime: madeAt }, file.content);
  tar.finalize();
  return gzipSync(await buffer(tar));
}
