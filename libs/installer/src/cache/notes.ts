import type { Files } from '@showrunner/platform';
import { fingerprint } from '@showrunner/planner';

/** What a download was for. */
export interface DownloadPurpose {
  readonly service: string;
  /** What its source calls the version. */
  readonly version: string;
}

/** A download that is kept: its bytes lie in `objects` under their digest. */
export interface CacheNote {
  readonly url: string;
  /** For a person: `zurg-v0.9.3-linux-amd64.zip`. */
  readonly name: string;
  readonly sha256: string;
  /** Where its publisher names no better one. */
  readonly sha1?: string;
  readonly sizeBytes: number;
  readonly etag?: string;
  readonly purpose?: DownloadPurpose;
  /** When it was last fetched or used, epoch milliseconds. */
  readonly usedAt: number;
}

/** The downloads that are kept, by their addresses. */
export interface CacheNotes {
  read(url: string): Promise<CacheNote | undefined>;
  write(note: CacheNote): Promise<void>;
  remove(note: CacheNote): Promise<void>;
  list(): Promise<readonly CacheNote[]>;
}

export function createCacheNotes(files: Files, directory: string): CacheNotes {
  const index = `${directory}/index`;
  const pathOf = (url: string): string => `${index}/${fingerprint(url)}.json`;
  const readAt = async (path: string): Promise<CacheNote | undefined> => {
    const text = await files.readText(path);
    if (text === undefined) return undefined;
    // Written by us, by atomic replacement; earlier versions kept neither a name nor a moment.
    const note = JSON.parse(text) as Partial<CacheNote> & Pick<CacheNote, 'url' | 'sha256' | 'sizeBytes'>;
    return { name: note.url.slice(note.url.lastIndexOf('/') + 1), usedAt: 0, ...note };
  };
  return {
    read: async (url) => {
      const note = await readAt(pathOf(url));
      return note?.url === url ? note : undefined;
    },
    write: (note) => files.write(pathOf(note.url), JSON.stringify(note), { mode: 0o600 }),
    remove: (note) => files.remove(pathOf(note.url)),
    list: async () => {
      const names = (await files.list(index)).filter((name) => name.endsWith('.json') && !name.startsWith('.'));
      const notes = await Promise.all(names.map((name) => readAt(`${index}/${name}`)));
      return notes.filter((note): note is CacheNote => note !== undefined);
    },
  };
}
