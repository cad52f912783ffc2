import type { Owner } from './files.ts';

export interface ExtractRequest {
  readonly archive: string;
  /** `deb`: the files of a Debian package; its scripts are not run. `gz`: one compressed file, which gets the name `content`. */
  readonly format: 'zip' | 'tar.gz' | 'tar.xz' | 'tar.zst' | 'tar' | 'deb' | 'gz';
  /** Must not exist or be empty. */
  readonly into: string;
  /** Drop this many leading path parts. */
  readonly strip: number;
  /**
   * Put down only these paths of the archive (before stripping) and what is below them; everything is judged. A `*`
   * stands for any part of a name.
   */
  readonly keep?: readonly string[];
  /** What a link to an absolute path is: an attack, or one that starts at the target, as in the layer of an image. */
  readonly absoluteLinks?: 'refuse' | 'from-target';
  readonly maxEntries: number;
  readonly maxBytes: number;
  readonly owner?: Owner;
  readonly onProgress?: (entries: number) => void;
}

export interface Archives {
  /**
   * Unpacks; everything in an archive is hostile: no absolute path, no `..`, no link that leaves the target, no device,
   * no setuid bit, bounded entries and bytes.
   * @throws Problem `archive.unsafe`
   */
  extract(request: ExtractRequest, signal?: AbortSignal): Promise<{ entries: number; sizeBytes: number }>;
}
