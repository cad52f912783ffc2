import { createReadStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, createGzip } from 'node:zlib';
import type { FileRange } from '@showrunner/platform';
import { hasCode } from '../system-errors.ts';
import { replaceWith } from './replace-file.ts';

const chunkBytes = 256 * 1024;

/**
 * Writes a part of a file, compressed, as a file of its own. The fastest level: log lines shrink to about a tenth with
 * it, and the better levels cost several times the time for a few per cent.
 * @throws Problem `file.unwritable`
 */
export async function compressRange({ path, fileId, offset, lengthBytes }: FileRange, to: string): Promise<void> {
  const source = await fs.open(path, 'r');
  try {
    const stat = await source.stat();
    const access = { mode: stat.mode & 0o7777, owner: { uid: stat.uid, gid: stat.gid } };
    await replaceWith(to, access, async (target) => {
      if (`${stat.dev}:${stat.ino}` !== fileId) throw new Error(`${path} is another file by now`);
      await pipeline(
        () => readPieces(source, { path, offset, lengthBytes }),
        createGzip({ level: constants.Z_BEST_SPEED, chunkSize: chunkBytes }),
        (pieces: AsyncIterable<Uint8Array>) => target.writeFile(pieces),
      );
    });
  } finally {
    await source.close();
  }
}

async function* readPieces(
  file: fs.FileHandle,
  { path, offset, lengthBytes }: Omit<FileRange, 'fileId'>,
): AsyncIterable<Uint8Array> {
  for (let taken = 0; taken < lengthBytes;) {
    const buffer = new Uint8Array(Math.min(chunkBytes, lengthBytes - taken));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, offset + taken);
    // Whoever cut the file meanwhile has taken bytes away that the archive would claim to hold.
    if (bytesRead === 0) throw new Error(`${path} has become shorter`);
    taken += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** What `compressRange` has written. */
export async function* readCompressed(path: string): AsyncIterable<Uint8Array> {
  const source = createReadStream(path, { highWaterMark: chunkBytes });
  const content = createGunzip({ chunkSize: chunkBytes });
  const flowing = pipeline(source, content);
  flowing.catch(() => undefined); // it is told by the stream that is read below, and by the wait after it
  try {
    for await (const chunk of content) yield chunk as Uint8Array;
    await flowing;
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  } finally {
    source.destroy();
    content.destroy();
  }
}
