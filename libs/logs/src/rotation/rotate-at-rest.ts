import type { Files } from '@showrunner/platform';
import { settleCovered } from './covered.ts';
import { archivePath, generationOf, listArchives } from './log-archive.ts';

/**
 * Renames a log that nobody writes to into an archive, so that the next run begins a file of its own. The next look
 * compresses it. Answers whether there was something to rename.
 * @throws Problem `file.unwritable`
 */
export async function rotateAtRest(files: Files, path: string): Promise<boolean> {
  const facts = await files.facts(path);
  if (facts?.kind !== 'file') return false;
  const { archives } = await listArchives(files, path);
  const start = await settleCovered(files, path, facts, archives);
  if (start >= facts.sizeBytes) return false;
  // Where it is not known when the file was made its name need not be unique: nothing is compared with it any more.
  const generation = generationOf(facts) ?? 'x-0';
  const sequence = (archives.at(-1)?.sequence ?? 0) + 1;
  const archive = { sequence, generation, start, end: facts.sizeBytes, compressed: false };
  await files.rename(path, archivePath(path, archive));
  return true;
}
