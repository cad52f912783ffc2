import type { LayerEntry, PlayedFile } from '@showrunner/catalog/upstream';
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack as createTar } from 'tar-stream';
import { playFiles } from '../archives/play.ts';
import { elfOf } from './elf.ts';

/** A blob of a registry. */
export interface Blob {
  readonly mediaType: string;
  readonly digest: string;
  readonly content: Buffer;
}

// One moment for all entries: the same files give the same digest.
const madeAt = new Date('2026-01-01T00:00:00Z');

/** A layer as the OCI image specification has it. */
export async function packLayer(entries: readonly LayerEntry[]): Promise<Blob> {
  const played = new Map((await playFiles(entries.filter(isFile))).map((file) => [file.path, file] as const));
  const tar = createTar();
  for (const entry of entries) {
    const header = { name: entry.path, mtime: madeAt };
    if ('link' in entry) tar.entry({ ...header, type: 'symlink', linkname: entry.link });
    else if ('hardLink' in entry) tar.entry({ ...header, type: 'link', linkname: entry.hardLink });
    else if ('device' in entry) tar.entry({ ...header, type: 'character-device', devmajor: 1, devminor: 3 });
    else if ('needs' in entry) tar.entry({ ...header, mode: 0o755 }, elfOf(entry.needs));
    else tar.entry({ ...header, mode: entry.executable ? 0o755 : 0o644 }, played.get(entry.path)?.content ?? '');
  }
  tar.finalize();
  return toBlob('application/vnd.oci.image.layer.v1.tar+gzip', gzipSync(await buffer(tar)));
}

function isFile(entry: LayerEntry): entry is PlayedFile {
  return 'content' in entry;
}

function toBlob(mediaType: string, content: Buffer): Blob {
  return { mediaType, content, digest: `sha256:${createHash('sha256').update(content).digest('hex')}` };
}

/** A document of a registry: a manifest, an index, a configuration. */
export function jsonBlob(mediaType: string, document: object): Blob {
  return toBlob(mediaType, Buffer.from(JSON.stringify(document)));
}

/** How a blob is named in another. */
export function describe({ mediaType, digest, content }: Blob): object {
  return { mediaType, digest, size: content.length };
}
