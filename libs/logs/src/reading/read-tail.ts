import type { FileFacts, Files } from '@showrunner/platform';
import { listArchives, type LogArchive, readArchive, splitArchives } from '../rotation/log-archive.ts';
import { readLogRange } from './read-range.ts';

const lineFeed = 10;

/** The last bytes of a log over all its rotations. `whole`: the first of them begin a line. */
export interface LogTail {
  readonly bytes: Uint8Array;
  readonly whole: boolean;
}

/**
 * Reads at most so many of a log's last bytes: of its file, of that file's archives, of the files before it.
 * @param known facts that say up to where; absent: up to where the file ends now
 */
export async function readLogEnd(files: Files, path: string, limitBytes: number, known?: FileFacts): Promise<LogTail> {
  const facts = known ?? (await files.facts(path));
  const size = facts?.kind === 'directory' ? 0 : (facts?.sizeBytes ?? 0);
  const asked = Math.max(0, size - limitBytes);
  const live =
    facts === undefined
      ? { from: 0, bytes: new Uint8Array() }
      : await readLogRange(files, path, facts, { from: asked, to: size });
  if (asked > 0 && live.from === asked) return { bytes: live.bytes, whole: false };

  const { archives } = await listArchives(files, path);
  const { former } = splitArchives(archives, facts ?? { id: '', sizeBytes: 0 });
  let parts: Uint8Array[] = [live.bytes];
  let room = limitBytes - live.bytes.length;
  let whole = true;
  for (const archive of former) {
    if (room <= 0) break;
    const end = await readArchiveEnd(files, archive, room);
    // The last line of a file that was replaced may have no end; the next file does not continue it.
    const joint = end.bytes.length > 0 && end.bytes.at(-1) !== lineFeed ? [Uint8Array.of(lineFeed)] : [];
    parts = [end.bytes, ...joint, ...parts];
    room -= end.bytes.length;
    whole = end.whole;
  }
  return { bytes: join(parts), whole };
}

/** The last bytes of an archive, read through from its start in bounded memory. */
async function readArchiveEnd(files: Files, archive: LogArchive, limitBytes: number): Promise<LogTail> {
  const pieces: Uint8Array[] = [];
  let held = 0;
  let dropped = 0;
  for await (const piece of readArchive(files, archive)) {
    pieces.push(piece);
    held += piece.length;
    while (held - (pieces[0]?.length ?? 0) >= limitBytes) {
      const length = pieces.shift()?.length ?? 0;
      held -= length;
      dropped += length;
    }
  }
  const bytes = join(pieces);
  const over = Math.max(0, bytes.length - limitBytes);
  return { bytes: bytes.subarray(over), whole: over + dropped === 0 };
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
