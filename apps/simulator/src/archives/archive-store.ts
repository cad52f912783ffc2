import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Asset } from '@showrunner/catalog/upstream';
import { packDeb, packTarGz, packZip } from './pack.ts';
import { playFiles } from './play.ts';
import type { TreeFile } from './tree.ts';

/** `none`: one file, as it is. */
export type ArchiveFormat = 'zip' | 'tar.gz' | 'deb' | 'none';

const packers = {
  zip: packZip,
  'tar.gz': packTarGz,
  deb: packDeb,
  none: async (files: readonly TreeFile[]) => Buffer.from(files.map(({ content }) => content).join('')),
};

export interface Archive {
  readonly content: Buffer;
  readonly sha256: string;
}

/** Makes archives when they are first asked for, and keeps them in a folder under a name that says what is in them. */
export class ArchiveStore {
  private readonly folder: string;
  private readonly made = new Map<string, Promise<Archive>>();

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The archive of that name; `list` is asked once for its files. */
  get(name: string, format: ArchiveFormat, list: () => Promise<readonly TreeFile[]>): Promise<Archive> {
    const known = this.made.get(name);
    if (known !== undefined) return known;
    const making = this.make(name, format, list);
    this.made.set(name, making);
    making.catch(() => this.made.delete(name));
    return making;
  }

  /** The archive of an asset of a release, under a name that no other asset has. */
  ofAsset(name: string, { archive, files }: Asset, format: ArchiveFormat): Promise<Archive> {
    if (archive === undefined) return this.get(name, format, () => playFiles(files));
    const known = this.made.get(name);
    if (known !== undefined) return known;
    const making = archive().then((bytes) => ({ content: Buffer.from(bytes), sha256: sha256(bytes) }));
    this.made.set(name, making);
    making.catch(() => this.made.delete(name));
    return making;
  }

  private async make(name: string, format: ArchiveFormat, list: () => Promise<readonly TreeFile[]>): Promise<Archive> {
    const files = await list();
    const key = sha256(JSON.stringify(files)).slice(0, 16);
    const path = join(this.folder, `${name.replaceAll(/[^A-Za-z0-9._-]/g, '_')}-${key}`);
    const kept = await readFile(path).catch(() => undefined);
    const content = kept ?? (await packers[format](files));
    if (kept === undefined) {
      await mkdir(this.folder, { recursive: true });
      await writeFile(`${path}.${process.pid}`, content);
      await rename(`${path}.${process.pid}`, path);
    }
    return { content, sha256: sha256(content) };
  }
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
