import type { FileFacts, Files } from '@showrunner/platform';
import { settleCovered } from './covered.ts';
import { lastLineEnd } from './find-cut.ts';
import { archivePath, generationOf, listArchives, type LogArchive, splitArchives } from './log-archive.ts';
import type { RotationLimits } from './rotation-limits.ts';

export interface RotationRequest {
  readonly files: Files;
  readonly path: string;
  readonly limits: RotationLimits;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What a look at a log has led to. `at-rest-only`: it is due, and here it can only be rotated before the next start. */
export interface RotationOutcome {
  readonly kind: 'rest' | 'rotated' | 'at-rest-only' | 'no-line-end';
  /** Bytes of the log that are in archives or were deleted with them. */
  readonly coveredBytes: number;
  /** Bytes that were deleted without an archive: more had grown than archives are kept. */
  readonly droppedBytes: number;
}

/** So much at least stays in the file itself, so that its last words are where everybody looks for them. */
const mostKeptBytes = 64 * 1024;

/**
 * Cuts a log that a program is writing to: what was whole lines is copied into an archive, and once that is safe on the
 * disk its space is given back. The program does not notice; offsets stay what they were.
 *
 * May be killed at any instant: an archive appears whole, its name says what it holds, and the next look goes on from
 * there. One call at a time for a log.
 */
export async function rotateLog(request: RotationRequest): Promise<RotationOutcome> {
  const { files, path, limits, now } = request;
  const archives = await deleteOld(files, limits, now, await tidyArchives(files, path));
  const facts = await files.facts(path);
  if (facts?.kind !== 'file') return { kind: 'rest', coveredBytes: 0, droppedBytes: 0 };
  const coveredBytes = await settleCovered(files, path, facts, archives);
  if (!(await isDue(request, facts, coveredBytes, archives))) return { kind: 'rest', coveredBytes, droppedBytes: 0 };
  if (!(await canCut(files, path, facts))) return { kind: 'at-rest-only', coveredBytes, droppedBytes: 0 };
  return await cut(request, facts, coveredBytes, archives);
}

async function canCut(files: Files, path: string, facts: FileFacts): Promise<boolean> {
  return facts.bornAt !== undefined && (await files.canPunch(path.slice(0, path.lastIndexOf('/')) || '/'));
}

/** Whether a log has grown enough, or is old enough. */
async function isDue(
  { files, limits, now }: RotationRequest,
  facts: FileFacts,
  covered: number,
  archives: readonly LogArchive[],
): Promise<boolean> {
  const grownBytes = facts.sizeBytes - covered;
  if (limits.sizeBytes > 0 && grownBytes >= limits.sizeBytes + keptBytes(limits)) return true;
  if (limits.maxAgeMs === undefined || grownBytes <= keptBytes(limits)) return false;
  const [newest] = splitArchives(archives, facts).current;
  const cutAt = newest && (await files.facts(newest.path))?.modifiedAt;
  return now - (cutAt ?? facts.bornAt ?? now) >= limits.maxAgeMs;
}

const keptBytes = ({ sizeBytes }: RotationLimits): number =>
  sizeBytes > 0 ? Math.min(mostKeptBytes, Math.floor(sizeBytes / 2)) : mostKeptBytes;

async function cut(
  { files, path, limits, now }: RotationRequest,
  facts: FileFacts,
  covered: number,
  before: readonly LogArchive[],
): Promise<RotationOutcome> {
  const to = facts.sizeBytes - keptBytes(limits);
  const pieceBytes = limits.sizeBytes > 0 ? limits.sizeBytes : to;
  // What would be deleted at once for being too much is not compressed first.
  const skipTo = to - limits.count * pieceBytes;
  let start = skipTo > covered ? ((await lastLineEnd(files, path, covered, skipTo)) ?? covered) : covered;
  const droppedBytes = start - covered;
  const generation = generationOf(facts) ?? '';
  let archives = before;
  while (start < to) {
    const most = Math.min(start + pieceBytes, to);
    const end = (await lastLineEnd(files, path, start, most)) ?? (await lastLineEnd(files, path, most, to));
    if (end === undefined) break;
    const sequence = (archives.at(-1)?.sequence ?? 0) + 1;
    const archive = { sequence, generation, start, end, compressed: true };
    const archived = { ...archive, path: archivePath(path, archive) };
    await files.compress({ path, fileId: facts.id, offset: start, lengthBytes: end - start }, archived.path);
    await files.punch(path, facts.id, end);
    archives = await deleteOld(files, limits, now, [...archives, archived]);
    start = end;
    if (to - start < pieceBytes) break;
  }
  return { kind: archives === before ? 'no-line-end' : 'rotated', coveredBytes: start, droppedBytes };
}

/** Removes what a death has left, and compresses what was renamed at rest. Answers the archives, oldest first. */
async function tidyArchives(files: Files, path: string): Promise<readonly LogArchive[]> {
  const { archives, leftovers } = await listArchives(files, path);
  for (const leftover of leftovers) await files.remove(leftover);
  const tidy: LogArchive[] = [];
  for (const archive of archives) tidy.push(archive.compressed ? archive : await compressArchive(files, path, archive));
  return tidy;
}

async function compressArchive(files: Files, log: string, archive: LogArchive): Promise<LogArchive> {
  const facts = await files.facts(archive.path);
  if (facts === undefined) return archive;
  // A stray of the former run may have written on after the file was renamed.
  const name = { ...archive, end: facts.sizeBytes, compressed: true };
  const compressed = { ...name, path: archivePath(log, name) };
  const range = { path: archive.path, fileId: facts.id, offset: archive.start };
  await files.compress({ ...range, lengthBytes: facts.sizeBytes - archive.start }, compressed.path);
  await files.remove(archive.path);
  return compressed;
}

/** Deletes archives that are too many or too old, oldest first. Answers those that are left. */
async function deleteOld(
  files: Files,
  { count, maxAgeMs }: RotationLimits,
  now: number,
  archives: readonly LogArchive[],
): Promise<readonly LogArchive[]> {
  let deleted = 0;
  for (const [index, archive] of archives.entries()) {
    const tooMany = index < archives.length - count;
    if (!tooMany && !(await isOlder(files, archive, now, maxAgeMs))) break;
    await files.remove(archive.path);
    deleted = index + 1;
  }
  return archives.slice(deleted);
}

async function isOlder(files: Files, { path }: LogArchive, now: number, maxAgeMs?: number): Promise<boolean> {
  if (maxAgeMs === undefined) return false;
  const madeAt = (await files.facts(path))?.modifiedAt;
  return madeAt !== undefined && now - madeAt > maxAgeMs;
}
