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

/** A Debian package: an ar archive of a version, a control archive and the files. */
export async function packDeb(files: readonly TreeFile[]): Promise<Buffer> {
  const postinst = { path: './postinst', content: '#!/bin/sh\necho "must not run" >&2\nexit 1\n', executable: true };
  const members = [
    ['debian-binary', Buffer.from('2.0\n')],
    ['control.tar.gz', await packTarGz([postinst])],
    ['data.tar.gz', await packTarGz(files.map((file) => ({ ...file, path: `./${file.path}` })))],
  ] as const;
  const parts: Buffer[] = [Buffer.from('!<arch>\n')];
  for (const [name, content] of members) {
    const [at, size] = [String(madeAt.getTime() / 1000).padEnd(12), String(content.length).padEnd(10)];
    parts.push(Buffer.from(`${name.padEnd(16)}${at}${'0'.padEnd(6)}${'0'.padEnd(6)}100644  ${size}\`\n`), content);
    if (content.length % 2 === 1) parts.push(Buffer.from('\n'));
  }
  return Buffer.concat(parts);
}
