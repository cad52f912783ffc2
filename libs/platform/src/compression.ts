/** Texts made small; the format is zlib's (RFC 1950). Neither direction holds up anybody else. */
export interface Compression {
  deflate(text: string): Promise<Uint8Array>;
  /** @throws where the bytes are not what `deflate` gives */
  inflate(bytes: Uint8Array): Promise<string>;
}
