import type { FileFacts, Files } from '@showrunner/platform';
import { listArchives, type LogArchive, readArchive, splitArchives } from '../rotation/log-archive.ts';

/** Bytes of a log with their place; `from` is later than asked for where the first ones were deleted. */
export interface LogBytes {
  readonly from: number;
  readonly bytes: Uint8Array;
}

/**
 * Reads a part of a log as if it had never been rotated: what its file no longer holds comes from the archives. Bytes
 * that were deleted with an archive are left out; the empty beginning of a file is never given out.
 * @param facts of the file that the offsets are of
 */
export async function readLogRange(
  files: Files,
  path: string,
  facts: Pick<FileFacts, 'id' | 'bornAt' | 'sizeBytes'>,
  range: { readonly from: number; readonly to: number },
): Promise<LogBytes> {
  const { from, to } = range;
  if (to <= from || (await files.facts(path)) === undefined) return { from, bytes: new Uint8Array() };
  // The file first: what is taken out of it after this is there to be read; what was taken out before is in an archive.
  const live = await files.readRange(path, from, to - from);
  const filled = live.findIndex((byte) => byte !== 0);
  const empty = filled < 0 ? live.length : filled;
  if (empty === 0) return { from, bytes: live };
  const { current } = splitArchives((await listArchives(files, path)).archives, facts);
  const bytes = live.slice();
  const reached = await fill(files, current, { from, bytes, empty });
  if (reached === empty && (await isWhole(files, path))) return { from, bytes };
  return { from: from + reached, bytes: bytes.subarray(reached) };
}

/** Puts what archives hold into the empty beginning, from its end towards its start; answers how far that got. */
async function fill(
  files: Files,
  archives: readonly LogArchive[],
  hole: { readonly from: number; readonly bytes: Uint8Array; readonly empty: number },
): Promise<number> {
  const { from, bytes, empty } = hole;
  let reached = empty;
  for (const archive of archives) {
    if (archive.start >= from + reached) continue;
    if (archive.end < from + reached || archive.end <= from) break;
    let at = archive.start;
    for await (const piece of readArchive(files, archive)) {
      const skip = Math.max(0, from - at);
      if (skip < piece.length) {
        const room = Math.max(0, from + reached - (at + skip));
        bytes.set(piece.subarray(skip, skip + room), at + skip - from);
      }
      at += piece.length;
    }
    // Deleted while it was read.
    if (at !== archive.end) break;
    reached = Math.max(0, archive.start - from);
    if (reached === 0) break;
  }
  return reached;
}

/** Whether nothing was ever taken out of the file: then what is empty in it was written so. */
async function isWhole(files: Files, path: string): Promise<boolean> {
  const [first] = await files.readRange(path, 0, 1);
  return first !== undefined && first !== 0;
}
