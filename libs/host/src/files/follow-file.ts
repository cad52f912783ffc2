import * as fs from 'node:fs/promises';
import type { FileChunk } from '@showrunner/platform';
import { hasCode } from '../system-errors.ts';
import { watchName } from './watch-name.ts';

const chunkBytes = 256 * 1024;
/** A change that no watcher announced (network and FUSE file systems) is seen after this time. */
const safetyCheckMs = 2_000;

type OnChunk = (chunk: FileChunk) => void | Promise<void>;

/**
 * Calls back with every growth of a file until the signal is aborted; a promise is waited for before more is read. A
 * replaced file is read from its start under its new id, after the old one has been read to its end; a truncated one from
 * its start. What was punched out of it before it was read is left out. A file that is not there yet is waited for.
 */
export async function followFile(
  path: string,
  from: 'start' | 'end' | number,
  onChunk: OnChunk,
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
  /** The byte before the offset, as it was read; absent where nothing was read yet. */
  last?: number;
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

async function readGrowth(open: OpenFile, onChunk: OnChunk, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { size } = await open.file.stat();
    if (size < open.offset) startOver(open);
    if (size === open.offset) return;
    // The byte before what is new shows whether the file is still the one that was read so far.
    const lead = open.last === undefined ? 0 : 1;
    const buffer = new Uint8Array(Math.min(chunkBytes, size - open.offset) + lead);
    const { bytesRead } = await open.file.read(buffer, 0, buffer.length, open.offset - lead);
    if (bytesRead <= lead) return;
    const bytes = buffer.subarray(lead, bytesRead);
    const known = lead === 0 || buffer[0] === open.last;
    if (!known && buffer[0] !== 0) startOver(open);
    else if (known && (lead > 0 || !(await beginsEmpty(open)))) await give(open, bytes, size, onChunk);
    else await giveFilled(open, bytes, size, onChunk);
  }
}

/** Another content: emptied by somebody, and grown again. */
function startOver(open: OpenFile): void {
  open.offset = 0;
  delete open.last;
}

async function beginsEmpty({ file }: OpenFile): Promise<boolean> {
  const { bytesRead, buffer } = await file.read(new Uint8Array(1), 0, 1, 0);
  return bytesRead === 1 && buffer[0] === 0;
}

/** Leaves out the empty beginning. */
async function giveFilled(open: OpenFile, bytes: Uint8Array, size: number, onChunk: OnChunk): Promise<void> {
  const first = bytes.findIndex((byte) => byte !== 0);
  open.offset += first < 0 ? bytes.length : first;
  if (first < 0) delete open.last;
  else await give(open, bytes.subarray(first), size, onChunk);
}

async function give(open: OpenFile, bytes: Uint8Array, size: number, onChunk: OnChunk): Promise<void> {
  const { offset, id } = open;
  open.offset += bytes.length;
  const last = bytes.at(-1);
  if (last !== undefined) open.last = last;
  await onChunk({ fileId: id, offset, bytes, behindBytes: Math.max(0, size - open.offset) });
}

/** Resolves `next()` at the first change of the file, of its name in the directory, or at the safety check. */
function createWake(path: string, signal: AbortSignal): { next(): Promise<void>; close(): void } {
  let ring: () => void = () => undefined;
  const unwatch = watchName(path, () => ring());
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
      unwatch();
    },
  };
}
