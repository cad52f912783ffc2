import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import type { Duplex } from 'node:stream';
import { Duplex as DuplexStream, PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Problem } from '@showrunner/contracts';
import { extract, type Header } from 'tar-stream';
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

/** Unpacks a tar stream, through the decoder that its format needs. */
export async function unpackTar(work: Unpacking, compression: 'gz' | 'xz' | 'none'): Promise<void> {
  const reader = extract();
  const feeding = pipeline(
    [createReadStream(work.archive), decoder(compression), reader],
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

function decoder(compression: 'gz' | 'xz' | 'none'): Duplex {
  if (compression === 'gz') return createGunzip();
  if (compression === 'none') return new PassThrough();
  const xz = spawn('xz', ['--decompress', '--stdout'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const stream = DuplexStream.from({ writable: xz.stdin, readable: xz.stdout });
  xz.once('error', (cause) => {
    stream.destroy(
      new Problem('host.missing', 'Unpacking this archive needs the program xz (package xz-utils)', { cause }),
    );
  });
  xz.once('exit', (code) => {
    if (code !== 0 && code !== null) stream.destroy(new Error(`xz ended with code ${code}`));
  });
  stream.once('close', () => xz.kill());
  return stream;
}
