import type { Database } from '@showrunner/platform';
import type { ConnectionRecord } from '@showrunner/planner';

/** Connections that have been made, or were tried, so that they can be undone once their entries are gone. */
export interface ConnectionTable {
  all(): Readonly<Record<string, ConnectionRecord>>;
  has(key: string): boolean;
  record(key: string, record: ConnectionRecord): void;
  forget(key: string): void;
}

/** Opens the table, creating it where it is missing. */
export function openConnectionTable(database: Database): ConnectionTable {
  database.run('CREATE TABLE IF NOT EXISTS connection (key TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT');
  return {
    all: () =>
      Object.fromEntries(
        database
          .all('SELECT key, record FROM connection ORDER BY key')
          .map((row) => [String(row['key']), JSON.parse(String(row['record'])) as ConnectionRecord]), // we wrote it
      ),
    has: (key) => database.get('SELECT key FROM connection WHERE key = ?', key) !== undefined,
    record: (key, record) =>
      database.run(
        'INSERT INTO connection (key, record) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET record = excluded.record',
        key,
        JSON.stringify(record),
      ),
    forget: (key) => database.run('DELETE FROM connection WHERE key = ?', key),
  };
}
