/** Who owns a file; numbers as the kernel has them. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export interface FileFacts {
  readonly kind: 'file' | 'directory' | 'symlink' | 'other';
  readonly sizeBytes: number;
  /** Permission bits, e.g. 0o600. */
  readonly mode: number;
  readonly owner: Owner;
  /** Identity that survives a rename: device and inode. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
}

export interface WriteOptions {
  readonly mode?: number;
  readonly owner?: Owner;
}

/** The file system. Paths are real, absolute paths. Reading answers `undefined` for "not there" and throws for the rest. */
export interface Files {
  readText(path: string): Promise<string | undefined>;
  readBytes(path: string): Promise<Uint8Array | undefined>;
  /**
   * Replaces the file atomically (temporary file, fsync, rename); parents are created. An existing file keeps its mode
   * and owner unless `options` name others.
   * @throws Problem `file.unwritable`
   */
  write(path: string, content: string | Uint8Array, options?: WriteOptions): Promise<void>;
  append(path: string, content: string | Uint8Array): Promise<void>;
  /** Facts without following a final symlink; `undefined` where there is nothing. */
  facts(path: string): Promise<FileFacts | undefined>;
  list(path: string): Promise<readonly string[]>;
  makeDirectory(path: string, options?: WriteOptions): Promise<void>;
  setOwner(path: string, owner: Owner, options?: { recursive?: boolean }): Promise<void>;
  setMode(path: string, mode: number): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  copy(from: string, to: string, options?: { recursive?: boolean }): Promise<void>;
  symlink(target: string, path: string): Promise<void>;
  readLink(path: string): Promise<string | undefined>;
  remove(path: string, options?: { recursive?: boolean }): Promise<void>;
  /** Bytes from `offset` on, at most `limitBytes`. */
  readRange(path: string, offset: number, limitBytes: number): Promise<Uint8Array>;
  /** Calls back with every growth, replacement or truncation until the signal is aborted. */
  follow(
    path: string,
    from: 'start' | 'end' | number,
    onChunk: (chunk: FileChunk) => void,
    signal: AbortSignal,
  ): Promise<void>;
}

/** A piece of a followed file. `fileId` changes when the file was replaced. */
export interface FileChunk {
  readonly fileId: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
}
