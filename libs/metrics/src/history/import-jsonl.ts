import type { Files } from '@showrunner/platform';
import type { HistoryStore } from './history-store.ts';
import { parseSnapshot } from './stored-snapshot.ts';

/** What became of the files that older versions of the original kept. */
export interface JsonlMigration {
  readonly completed: boolean;
  readonly files: number;
  readonly samples: number;
  /** Lines that hold no sample. */
  readonly skipped: number;
}

const noteKey = 'jsonl_migration_v1';
const namePattern = /^metrics-\d{8}-\d+\.jsonl$/;
const pieceBytes = 1024 * 1024;

/** Such files of a directory, oldest first; none where it is not there. */
export async function findJsonl(files: Files, directory: string): Promise<readonly { path: string; bytes: number }[]> {
  if ((await files.facts(directory))?.kind !== 'directory') return [];
  const names = (await files.list(directory)).filter((name) => namePattern.test(name)).sort();
  const facts = await Promise.all(names.map((name) => files.facts(`${directory}/${name}`)));
  return names.map((name, index) => ({ path: `${directory}/${name}`, bytes: facts[index]?.sizeBytes ?? 0 }));
}

/** What is noted of an import that took place. */
export function readMigration(store: HistoryStore): JsonlMigration | null {
  const note = store.note(noteKey);
  try {
    // Written by us below, or by the original in the same shape.
    return note === undefined ? null : (JSON.parse(note) as JsonlMigration);
  } catch {
    return { completed: true, files: 0, samples: 0, skipped: 0 };
  }
}

/** Takes them over, once; `force` does it again. The files stay. */
export async function importJsonl(
  files: Files,
  store: HistoryStore,
  { directory, force = false }: { directory: string; force?: boolean },
): Promise<JsonlMigration> {
  const done = readMigration(store);
  if (done?.completed && !force) return done;
  const found = await findJsonl(files, directory);
  let samples = 0;
  let skipped = 0;
  for (const { path } of found) {
    for await (const line of readLines(files, path)) {
      const snapshot = parseSnapshot(line);
      if (snapshot === undefined) skipped += 1;
      else {
        await store.append(snapshot);
        samples += 1;
      }
    }
  }
  const migration = { completed: true, files: found.length, samples, skipped };
  store.setNote(noteKey, JSON.stringify(migration));
  return migration;
}

/** Lines that are not empty; memory is bounded by the longest. */
async function* readLines(files: Files, path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for (let offset = 0; ;) {
    const bytes = await files.readRange(path, offset, pieceBytes);
    offset += bytes.length;
    const lines = (rest + decoder.decode(bytes, { stream: bytes.length > 0 })).split('\n');
    rest = bytes.length > 0 ? (lines.pop() ?? '') : '';
    for (const line of lines) if (line.trim() !== '') yield line;
    if (bytes.length === 0) return;
  }
}
