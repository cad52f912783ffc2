import type { UpdateRecord, VersionNotes } from '@showrunner/contracts';
import type { Database } from '@showrunner/platform';

/** What the last look for a new version came to. */
export interface CheckRecord {
  /** Epoch milliseconds. */
  readonly checkedAt: number;
  /** What was installed then, and at which real path. */
  readonly root?: string;
  readonly installed?: string;
  /** What was found; kept when a later look fails. */
  readonly found?: { readonly version: string; readonly releasesBehind?: number; readonly notes?: VersionNotes };
  /** Why the last look did not succeed, or why there is nothing to look for. */
  readonly problem?: string;
  readonly unsupported?: string;
}

/** When a process is looked at next, and by which settings that was worked out. */
export interface PlannedCheck {
  readonly settings: string;
  readonly nextAt: number;
}

/** What is kept about updates over restarts. */
export interface UpdateTable {
  check(processName: string): CheckRecord | undefined;
  saveCheck(processName: string, record: CheckRecord): void;
  planned(): ReadonlyMap<string, PlannedCheck>;
  savePlanned(processName: string, planned: PlannedCheck | undefined): void;
  /** Newest first. */
  history(): readonly UpdateRecord[];
  addHistory(record: UpdateRecord): void;
}

const keptRecords = 30;

/** Opens the tables, creating them where they are missing. */
export function openUpdateTable(database: Database): UpdateTable {
  database.run('CREATE TABLE IF NOT EXISTS update_check (process_name TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT');
  database.run(
    `CREATE TABLE IF NOT EXISTS update_plan
     (process_name TEXT PRIMARY KEY, settings TEXT NOT NULL, next_at INTEGER NOT NULL) STRICT`,
  );
  database.run('CREATE TABLE IF NOT EXISTS update_history (id INTEGER PRIMARY KEY, record TEXT NOT NULL) STRICT');
  return {
    check: (processName) => {
      const row = database.get('SELECT record FROM update_check WHERE process_name = ?', processName);
      return row === undefined ? undefined : (JSON.parse(String(row['record'])) as CheckRecord); // written below
    },
    saveCheck: (processName, record) =>
      database.run(
        `INSERT INTO update_check (process_name, record) VALUES (?, ?)
         ON CONFLICT (process_name) DO UPDATE SET record = excluded.record`,
        processName,
        JSON.stringify(record),
      ),
    planned: () =>
      new Map(
        database
          .all('SELECT process_name, settings, next_at FROM update_plan')
          .map((row) => [
            String(row['process_name']),
            { settings: String(row['settings']), nextAt: Number(row['next_at']) },
          ]),
      ),
    savePlanned: (processName, planned) => {
      if (planned === undefined) return database.run('DELETE FROM update_plan WHERE process_name = ?', processName);
      database.run(
        `INSERT INTO update_plan (process_name, settings, next_at) VALUES (?, ?, ?)
         ON CONFLICT (process_name) DO UPDATE SET settings = excluded.settings, next_at = excluded.next_at`,
        processName,
        planned.settings,
        planned.nextAt,
      );
    },
    history: () =>
      database
        .all('SELECT record FROM update_history ORDER BY id DESC')
        .map((row) => JSON.parse(String(row['record'])) as UpdateRecord), // written below
    addHistory: (record) =>
      database.transaction(() => {
        database.run('INSERT INTO update_history (record) VALUES (?)', JSON.stringify(record));
        database.run(
          'DELETE FROM update_history WHERE id NOT IN (SELECT id FROM update_history ORDER BY id DESC LIMIT ?)',
          keptRecords,
        );
      }),
  };
}
