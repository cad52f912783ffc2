import type { FileFacts, Files } from '@showrunner/platform';
import { dataStart } from './find-cut.ts';
import { type LogArchive, readArchive, splitArchives } from './log-archive.ts';

/**
 * How many of a log's first bytes are in archives, or were, and can be given back. A death between "the archive is
 * there" and "the space was given back" is mended here: what the archive provably holds is punched again.
 */
export async function settleCovered(
  files: Files,
  path: string,
  facts: FileFacts,
  archives: readonly LogArchive[],
): Promise<number> {
  const [newest] = splitArchives(archives, facts).current;
  if (newest === undefined) return dataStart(files, path, facts.sizeBytes);
  const [last] = await files.readRange(path, newest.end - 1, 1);
  if (last === 0) return newest.end;
  // Somebody else has cut the file, and it has grown again: the archive speaks of what is no longer there.
  if (!(await isHeld(files, path, newest))) return dataStart(files, path, facts.sizeBytes);
  await files.punch(path, facts.id, newest.end);
  return newest.end;
}

/** Whether everything that a file has at an archive's place is in that archive. */
async function isHeld(files: Files, path: string, archive: LogArchive): Promise<boolean> {
  let at = archive.start;
  for await (const held of readArchive(files, archive)) {
    const bytes = await files.readRange(path, at, held.length);
    if (bytes.length !== held.length) return false;
    if (!bytes.every((byte, index) => byte === 0 || byte === held[index])) return false;
    at += held.length;
  }
  return at === archive.end;
}
