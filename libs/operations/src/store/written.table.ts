import type { JsonObject } from '@showrunner/contracts';
import type { Database } from '@showrunner/platform';
import type { WrittenPath } from '../performer.ts';

/** Directories and files that were written, so that a survey can see what somebody has made of them. */
export interface WrittenTable {
  all(): Readonly<Record<string, readonly WrittenPath[]>>;
  get(key: string): readonly WrittenPath[];
  /** Takes the place of everything that was recorded under the key. */
  record(key: string, paths: readonly WrittenPath[]): void;
}

/** Opens the table, creating it where it is missing. */
export function openWrittenTable(database: Database): WrittenTable {
  database.run(
    'CREATE TABLE IF NOT EXISTS written (key TEXT NOT NULL, path TEXT NOT NULL, mark TEXT NOT NULL, PRIMARY KEY (key, path)) STRICT',
  );
  return {
    all: () => {
      const found: Record<string, WrittenPath[]> = {};
      for (const row of database.all('SELECT key, path, mark FROM written ORDER BY key, path')) {
        (found[String(row['key'])] ??= []).push(toPath(row));
      }
      return found;
    },
    get: (key) => database.all('SELECT path, mark FROM written WHERE key = ? ORDER BY path', key).map(toPath),
    record: (key, paths) =>
      database.transaction(() => {
        database.run('DELETE FROM written WHERE key = ?', key);
        for (const { path, mark } of paths) {
          database.run('INSERT INTO written (key, path, mark) VALUES (?, ?, ?)', key, path, JSON.stringify(mark));
        }
      }),
  };
}

function toPath(row: Readonly<Record<string, unknown>>): WrittenPath {
  return { path: String(row['path']), mark: JSON.parse(String(row['mark'])) as JsonObject }; // we wrote it ourselves
}
