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
  /** When the file was made, epoch milliseconds; absent where the file system does not keep it. */
  readonly bornAt?: number;
}

/** Bytes of one file, whatever stands under its name meanwhile. */
export interface FileRange {
  readonly path: string;
  /** The `id` that the file must have. */
  readonly fileId: string;
  readonly offset: number;
  readonly lengthBytes: number;
}

export interface WriteOptions {
  readonly mode?: number;
  readonly owner?: Owner;
}

export interface ReplaceOptions extends WriteOptions {
  /**
   * False: what is written is there whatever becomes of us, but a loss of power may leave nothing readable in its place. It
   * does not wait for the disk, gets its mode anew, and is for files of our own alone. True if absent.
   */
  readonly durable?: boolean;
}

/** The file system. Paths are real, absolute paths. Reading answers `undefined` for "not there" and throws for the rest. */
export interface Files {
  /** @throws Problem `file.unreadable` */
  readText(path: string): Promise<string | undefined>;
  /** @throws Problem `file.unreadable` */
  readBytes(path: string): Promise<Uint8Array | undefined>;
  /**
   * Replaces the file atomically (temporary file, fsync, rename); parents are created. An existing file keeps its mode
   * and owner unless `options` name others.
   * @throws Problem `file.unwritable`
   */
  write(path: string, content: string | Uint8Array, options?: ReplaceOptions): Promise<void>;
  append(path: string, content: string | Uint8Array): Promise<void>;
  /**
   * Writes over a file from its beginning, in place; what was longer keeps its end. For files of our own alone, because our
   * death may leave it half written: whoever reads it needs a checksum. Costs a hundredth of a replacement.
   * @throws Problem `file.unwritable`
   */
  overwrite(path: string, content: string, options?: Pick<WriteOptions, 'mode'>): Promise<void>;
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
  /** SHA-256 of the content, in hex; `undefined` where there is nothing. Memory is bounded, whatever the length. */
  sha256(path: string): Promise<string | undefined>;
  remove(path: string, options?: { recursive?: boolean }): Promise<void>;
  /** Bytes from `offset` on, at most `limitBytes`. */
  readRange(path: string, offset: number, limitBytes: number): Promise<Uint8Array>;
  /**
   * Writes a part of a file, compressed with gzip, to a file that appears whole or not at all, with mode and owner of the
   * source. Memory is bounded, whatever the length.
   * @throws Problem `file.unwritable`, also when the source is another file by now, or shorter
   */
  compress(source: FileRange, to: string): Promise<void>;
  /** What `compress` has written, piece by piece; nothing where there is no such file. */
  decompress(path: string): AsyncIterable<Uint8Array>;
  /** Whether files of this directory can give back the space of their first bytes. */
  canPunch(directory: string): Promise<boolean>;
  /**
   * Gives back the disk space of a file's first bytes. They read as NUL from then on; size and offsets stay, and whoever
   * writes to the file does not notice.
   * @throws Problem `file.unwritable`, also when it is another file by now
   */
  punch(path: string, fileId: string, lengthBytes: number): Promise<void>;
  /**
   * Calls back with every growth, replacement or truncation until the signal is aborted. A promise is waited for before
   * more is read, so that whoever is slow falls behind in the file and not in memory.
   */
  follow(
    path: string,
    from: 'start' | 'end' | number,
    onChunk: (chunk: FileChunk) => void | Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
}

/**
 * A piece of a followed file. `fileId` changes when the file was replaced; an offset beyond the end of the piece before
 * means that what is between was punched out before it was read.
 */
export interface FileChunk {
  readonly fileId: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** So much more is there already. */
  readonly behindBytes: number;
}
