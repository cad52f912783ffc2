import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { extract, type Header } from 'tar-stream';
import { decoder, type Compression } from './decoders.ts';
import type { ClaimedEntry, EntryGuard } from './entry-rules.ts';
import type { EntryWriter } from './entry-writer.ts';

/** What an unpacking needs beside the archive. */
export interface Unpacking {
  readonly archive: string;
  readonly guard: EntryGuard;
  readonly writer: EntryWriter;
  readonly onEntry: () => void;
  readonly signal: AbortSignal | undefined;
}

/**
 * Unpacks a tar stream, through the decoder that its format needs.
 * @param range where it lies in the file; default: all of it
 */
export async function unpackTar(
  work: Unpacking,
  compression: Compression,
  range: { readonly start: number; readonly end: number } | undefined = undefined,
): Promise<void> {
  const reader = extract();
  const feeding = pipeline(
    [createReadStream(work.archive, range), decoder(compression), reader],
    work.signal ? { signal: work.signal } : {},
  );
  // It is awaited below; until then a failing entry must not surface as an unhandled rejection.
  feeding.catch(() => undefined);
  try {
    for await (const entry of reader) {
      const { header } = entry;
      const content = header.type === 'file' || header.type === 'contiguous-file' ? entry : undefined;
      await work.writer.put(toClaim(header), header.mode ?? 0o644, content, work.signal);
      entry.resume();
      work.onEntry();
    }
  } catch (error) {
    reader.destroy();
    await feeding.catch(() => undefined);
    throw error;
  }
  await feeding;
}

function toClaim(header: Header): ClaimedEntry {
  switch (header.type) {
    case 'file':
    case 'contiguous-file':
      return { name: header.name, kind: 'file' };
    case 'directory':
      return { name: header.name, kind: 'directory' };
    case 'symlink':
      return { name: header.name, kind: 'symlink', target: header.linkname ?? '' };
    default:
      return { name: header.name, kind: 'other' };
  }
}
