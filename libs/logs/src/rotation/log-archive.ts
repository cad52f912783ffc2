import type { FileFacts, Files } from '@showrunner/platform';

/**
 * A part of a log that was taken out of its file. Its name says everything there is to know:
 * `name.<sequence>.<generation>.<start>-<end>.gz`, or without `.gz` while it is not compressed yet.
 */
export interface LogArchive {
  readonly path: string;
  /** Grows by one with each archive of this log. */
  readonly sequence: number;
  /** The file that the bytes were in. */
  readonly generation: string;
  /** Where the bytes stood in that file: from `start` up to but without `end`. */
  readonly start: number;
  readonly end: number;
  /** A file that was renamed while nobody wrote to it still has its bytes where they were. */
  readonly compressed: boolean;
}

/** Archives of a log, oldest first, and what a death in the middle of making one has left. */
export interface ArchiveList {
  readonly archives: readonly LogArchive[];
  readonly leftovers: readonly string[];
}

/**
 * Word for a file that no other file has had or will have: inode numbers are given again, but not at the same moment.
 * `undefined` where the file system does not keep when a file was made.
 */
export function generationOf({ id, bornAt }: Pick<FileFacts, 'id' | 'bornAt'>): string | undefined {
  if (bornAt === undefined) return undefined;
  // Without the device, whose number may be another after the next start of the machine.
  const inode = Number(id.slice(id.lastIndexOf(':') + 1));
  return `${inode.toString(36)}-${Math.floor(bornAt).toString(36)}`;
}

/** Full path of an archive of this log. */
export function archivePath(log: string, archive: Omit<LogArchive, 'path'>): string {
  const { sequence, generation, start, end, compressed } = archive;
  return `${log}.${String(sequence).padStart(6, '0')}.${generation}.${start}-${end}${compressed ? '.gz' : ''}`;
}

/** The archives of a log. An archive that is there compressed and as it was is one archive. */
export async function listArchives(files: Files, log: string): Promise<ArchiveList> {
  const slash = log.lastIndexOf('/');
  const directory = log.slice(0, slash) || '/';
  const name = log.slice(slash + 1);
  if ((await files.facts(directory)) === undefined) return { archives: [], leftovers: [] };
  const bySequence = new Map<number, LogArchive>();
  const leftovers: string[] = [];
  for (const entry of await files.list(directory)) {
    if (entry.startsWith(`.${name}.`) && /\.gz\.[0-9a-f]+\.tmp$/.test(entry)) leftovers.push(`${directory}/${entry}`);
    const archive = entry.startsWith(`${name}.`) ? parseName(log, entry.slice(name.length + 1)) : undefined;
    if (archive === undefined) continue;
    const twin = bySequence.get(archive.sequence);
    bySequence.set(archive.sequence, twin?.compressed ? twin : archive);
    if (twin !== undefined) leftovers.push(twin.compressed ? archive.path : twin.path);
  }
  return { archives: [...bySequence.values()].sort((left, right) => left.sequence - right.sequence), leftovers };
}

const pattern = /^(\d{6,})\.([0-9a-z]+-[0-9a-z]+)\.(\d+)-(\d+)(\.gz)?$/;

function parseName(log: string, rest: string): LogArchive | undefined {
  const [, sequence = '', generation = '', start = '', end = '', suffix] = pattern.exec(rest) ?? [];
  if (generation === '') return undefined;
  const compressed = suffix !== undefined;
  return {
    path: `${log}.${rest}`,
    sequence: Number(sequence),
    generation,
    start: Number(start),
    end: Number(end),
    compressed,
  };
}

/**
 * Which archives are of the file as it is now, newest first, and which of files before it, or of what stood in it before
 * somebody else emptied it.
 */
export function splitArchives(
  archives: readonly LogArchive[],
  facts: Pick<FileFacts, 'id' | 'bornAt' | 'sizeBytes'>,
): { readonly current: readonly LogArchive[]; readonly former: readonly LogArchive[] } {
  const generation = generationOf(facts);
  const newest = archives.toReversed();
  let border = facts.sizeBytes;
  const length = newest.findIndex(({ generation: of, start, end }) => {
    const follows = of === generation && end <= border;
    border = start;
    return !follows;
  });
  return length < 0
    ? { current: newest, former: [] }
    : { current: newest.slice(0, length), former: newest.slice(length) };
}

/** Bytes of an archive, piece by piece; nothing where it was deleted meanwhile. */
export async function* readArchive(files: Files, archive: LogArchive): AsyncIterable<Uint8Array> {
  if (archive.compressed) return yield* files.decompress(archive.path);
  for (let at = archive.start; at < archive.end;) {
    if ((await files.facts(archive.path)) === undefined) return;
    const bytes = await files.readRange(archive.path, at, Math.min(pieceBytes, archive.end - at));
    if (bytes.length === 0) return;
    yield bytes;
    at += bytes.length;
  }
}

const pieceBytes = 256 * 1024;
