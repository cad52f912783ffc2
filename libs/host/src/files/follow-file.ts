import { watch, type FSWatcher } from 'node:fs';
import * as fs from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { FileChunk } from '@showrunner/platform';
import { hasCode } from '../system-errors.ts';

const chunkBytes = 256 * 1024;
/** A change that no watcher announced (network and FUSE file systems) is seen after this time. */
const safetyCheckMs = 2_000;

/**
 * Calls back with every growth of a file until the signal is aborted. A replaced file is read from its start under its
 * new id, after the old one has been read to its end; a truncated one from its start. A file that is not there yet is
 * waited for.
 */
export async function followFile(
  path: string,
  from: 'start' | 'end' | number,
  onChunk: (chunk: FileChunk) => void,
  signal: AbortSignal,
): Promise<void> {
  const wake = createWake(path, signal);
  let current: OpenFile | undefined;
  try {
    current = await openAt(path, from);
    while (!signal.aborted) {
      // Armed before looking, so that a change between the look and the wait is not slept over.
      const changed = wake.next();
      if (current) await readGrowth(current, onChunk, signal);
      const replacement = await openReplacement(path, current);
      if (replacement) {
        if (current) {
          await readGrowth(current, onChunk, signal);
          await current.file.close();
        }
        current = replacement;
        continue;
      }
      await changed;
    }
  } finally {
    wake.close();
    await current?.file.close();
  }
}

interface OpenFile {
  readonly file: fs.FileHandle;
  readonly id: string;
  offset: number;
}

async function openAt(path: string, from: 'start' | 'end' | number): Promise<OpenFile | undefined> {
  let file: fs.FileHandle;
  try {
    file = await fs.open(path, 'r');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
  const stat = await file.stat();
  const offset = from === 'start' ? 0 : from === 'end' ? stat.size : from;
  return { file, id: `${stat.dev}:${stat.ino}`, offset };
}

async function openReplacement(path: string, current: OpenFile | undefined): Promise<OpenFile | undefined> {
  if (current) {
    const stat = await fs.stat(path).catch((error: unknown) => {
      if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
      throw error;
    });
    if (stat === undefined || `${stat.dev}:${stat.ino}` === current.id) return undefined;
  }
  return await openAt(path, 'start');
}

async function readGrowth(open: OpenFile, onChunk: (chunk: FileChunk) => void, signal: AbortSignal): Promise<void> {
  const { size } = await open.file.stat();
  if (size < open.offset) open.offset = 0;
  while (!signal.aborted) {
    const buffer = new Uint8Array(chunkBytes);
    const { bytesRead } = await open.file.read(buffer, 0, chunkBytes, open.offset);
    if (bytesRead === 0) return;
    onChunk({ fileId: open.id, offset: open.offset, bytes: buffer.subarray(0, bytesRead) });
    open.offset += bytesRead;
  }
}

/** Resolves `next()` at the first change of the file, of its name in the directory, or at the safety check. */
function createWake(path: string, signal: AbortSignal): { next(): Promise<void>; close(): void } {
  let ring: () => void = () => undefined;
  const watchers = [
    watchQuietly(dirname(path), (name) => (name === null || name === basename(path) ? ring() : undefined)),
  ];
  const timer = setInterval(() => ring(), safetyCheckMs);
  const stop = (): void => ring();
  signal.addEventListener('abort', stop, { once: true });
  return {
    next: () =>
      new Promise((resolve) => {
        ring = resolve;
        if (signal.aborted) resolve();
      }),
    close: () => {
      clearInterval(timer);
      signal.removeEventListener('abort', stop);
      for (const watcher of watchers) watcher?.close();
    },
  };
}

/** A directory that cannot be watched (absent, no inotify left) is covered by the safety check alone. */
function watchQuietly(directory: string, onChange: (name: string | null) => void): FSWatcher | undefined {
  try {
    const watcher = watch(directory, (_event, name) => onChange(name));
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'ENOSPC', 'EMFILE', 'EACCES')) return undefined;
    throw error;
  }
}
