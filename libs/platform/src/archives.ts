import type { Owner } from './files.ts';

export interface ExtractRequest {
  readonly archive: string;
  readonly format: 'zip' | 'tar.gz' | 'tar.xz' | 'tar';
  /** Must not exist or be empty. */
  readonly into: string;
  /** Drop this many leading path parts. */
  readonly strip: number;
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
