import type { Database } from '@showrunner/platform';

/** When something was last told to somebody, and whether it still is so. Epoch milliseconds. */
export interface ToldTable {
  lastSentAt(key: string): number | undefined;
  noteSent(key: string, now: number): void;
  isActive(key: string): boolean;
  /** What is so of all that begins with a prefix, without the prefix. */
  active(prefix: string): readonly string[];
  setActive(key: string, active: boolean, now: number): void;
  /** Forgets what is over and was last touched before a moment. */
  prune(before: number): void;
}

/** Opens the table, creating it where it is missing. */
export function openToldTable(database: Database): ToldTable {
  database.run(
    `CREATE TABLE IF NOT EXISTS delivery_state (state_key TEXT PRIMARY KEY, active INTEGER NOT NULL,
     last_sent_at INTEGER, last_value TEXT, updated_at INTEGER NOT NULL) STRICT`,
  );
  const read = (key: string) =>
    database.get('SELECT active, last_sent_at FROM delivery_state WHERE state_key = ?', key);
  return {
    lastSentAt(key) {
      const at = read(key)?.['last_sent_at'];
      return typeof at === 'number' ? at : undefined;
    },
    noteSent: (key, now) =>
      database.run(
        `INSERT INTO delivery_state (state_key, active, last_sent_at, updated_at) VALUES (?, 0, ?, ?)
         ON CONFLICT (state_key) DO UPDATE SET last_sent_at = excluded.last_sent_at, updated_at = excluded.updated_at`,
        key,
        now,
        now,
      ),
    isActive: (key) => read(key)?.['active'] === 1,
    active: (prefix) =>
      database
        .all('SELECT state_key FROM delivery_state WHERE active = 1')
        .map((row) => String(row['state_key']))
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length)),
    setActive: (key, active, now) =>
      database.run(
        `INSERT INTO delivery_state (state_key, active, updated_at) VALUES (?, ?, ?)
         ON CONFLICT (state_key) DO UPDATE SET active = excluded.active, updated_at = excluded.updated_at`,
        key,
        Number(active),
        now,
      ),
    prune: (before) => database.run('DELETE FROM delivery_state WHERE active = 0 AND updated_at < ?', before),
  };
}
