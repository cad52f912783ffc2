import type { Database } from '@showrunner/platform';
import type { InstalledRow } from './applied.table.ts';

/** What stood before an operation that replaces programs, until that operation has proven itself or is taken back. */
export interface TrialRecord {
  /** Revisions of the stack document before it and by it, where it saves one. */
  readonly document?: { readonly before: string; readonly after: string };
  readonly artifacts: readonly ReplacedArtifact[];
}

/** A program that an operation has begun to replace. */
export interface ReplacedArtifact {
  /** Real path. */
  readonly root: string;
  /** Absent where nothing was installed. */
  readonly installed?: InstalledRow;
  /** What was recorded as applied under the key of its installation. */
  readonly applied?: { readonly key: string; readonly fingerprint?: string };
}

/** Trials by the ids of their operations. */
export interface TrialTable {
  all(): ReadonlyMap<string, TrialRecord>;
  get(operationId: string): TrialRecord | undefined;
  save(operationId: string, record: TrialRecord): void;
  forget(operationId: string): void;
}

/** Opens the table, creating it where it is missing. */
export function openTrialTable(database: Database): TrialTable {
  database.run('CREATE TABLE IF NOT EXISTS trial (operation_id TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT');
  const toRecord = (text: unknown) => JSON.parse(String(text)) as TrialRecord; // written by `save` below
  return {
    all: () =>
      new Map(
        database
          .all('SELECT operation_id, record FROM trial')
          .map((row) => [String(row['operation_id']), toRecord(row['record'])]),
      ),
    get: (operationId) => {
      const row = database.get('SELECT record FROM trial WHERE operation_id = ?', operationId);
      return row === undefined ? undefined : toRecord(row['record']);
    },
    save: (operationId, record) =>
      database.run(
        `INSERT INTO trial (operation_id, record) VALUES (?, ?)
         ON CONFLICT (operation_id) DO UPDATE SET record = excluded.record`,
        operationId,
        JSON.stringify(record),
      ),
    forget: (operationId) => database.run('DELETE FROM trial WHERE operation_id = ?', operationId),
  };
}
