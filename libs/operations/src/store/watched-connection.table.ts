import type { Database } from '@showrunner/platform';

/** What became of a connection that somebody had taken out by hand. */
export interface WatchedConnection {
  /** Made again by us, or left out because it was taken out once more. */
  readonly state: 'mended' | 'left-out';
  /** Of the values with which it had been made: with others it is another connection. */
  readonly fingerprint: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** By the keys of the connections. */
export interface WatchedConnectionTable {
  get(key: string): WatchedConnection | undefined;
  save(key: string, watched: WatchedConnection): void;
  forget(key: string): void;
}

/** Opens the table, creating it where it is missing. */
export function openWatchedConnectionTable(database: Database): WatchedConnectionTable {
  database.run('CREATE TABLE IF NOT EXISTS watched_connection (key TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT');
  return {
    get: (key) => {
      const row = database.get('SELECT record FROM watched_connection WHERE key = ?', key);
      return row === undefined ? undefined : (JSON.parse(String(row['record'])) as WatchedConnection); // written below
    },
    save: (key, watched) =>
      database.run(
        'INSERT INTO watched_connection (key, record) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET record = excluded.record',
        key,
        JSON.stringify(watched),
      ),
    forget: (key) => database.run('DELETE FROM watched_connection WHERE key = ?', key),
  };
}
