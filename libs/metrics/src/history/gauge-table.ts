import type { Database, SqlRow } from '@showrunner/platform';
import type { SampleRange } from './history-store.ts';
import type { Gauges } from './stored-snapshot.ts';

/** Numbers of the samples, in a table of their own: extremes of a week are found without unpacking a sample. */
export interface GaugeTable {
  put(gauges: Gauges): void;
  drop(timestamp: number): void;
  /** Drops the numbers of samples that are gone. */
  dropOrphans(): void;
  newest(range: SampleRange): readonly Gauges[];
  /** Moments of samples without numbers. */
  missing(limit: number): readonly number[];
}

const columns = ['cpu', 'mem', 'disk', 'inode', 'readBytes', 'writtenBytes', 'sentBytes', 'receivedBytes'] as const;
const names = columns.join(', ');

export function createGaugeTable(database: Database): GaugeTable {
  database.run(
    `CREATE TABLE IF NOT EXISTS metrics_gauges (timestamp REAL PRIMARY KEY, ${columns.map((name) => `${name} REAL`).join(', ')}) WITHOUT ROWID`,
  );
  return {
    put: (gauges) =>
      database.run(
        `INSERT OR REPLACE INTO metrics_gauges (timestamp, ${names}) VALUES (?${', ?'.repeat(columns.length)})`,
        gauges.timestamp,
        ...columns.map((name) => gauges[name]),
      ),
    drop: (timestamp) => database.run('DELETE FROM metrics_gauges WHERE timestamp = ?', timestamp),
    dropOrphans: () =>
      database.run(
        'DELETE FROM metrics_gauges WHERE timestamp < coalesce((SELECT min(timestamp) FROM metrics_snapshots), 1e18)',
      ),
    newest: ({ since, limit }) =>
      database
        .all(
          `SELECT timestamp, ${names} FROM metrics_gauges WHERE timestamp >= ? ORDER BY timestamp DESC LIMIT ?`,
          since ?? 0,
          limit,
        )
        .map(toGauges)
        .reverse(),
    missing: (limit) =>
      database
        .all(
          'SELECT timestamp FROM metrics_snapshots WHERE timestamp NOT IN (SELECT timestamp FROM metrics_gauges) LIMIT ?',
          limit,
        )
        .map((row) => Number(row['timestamp'])),
  };
}

function toGauges(row: SqlRow): Gauges {
  const number = (name: string) => (typeof row[name] === 'number' ? row[name] : null);
  return {
    timestamp: Number(row['timestamp']),
    cpu: number('cpu'),
    mem: number('mem'),
    disk: number('disk'),
    inode: number('inode'),
    readBytes: number('readBytes'),
    writtenBytes: number('writtenBytes'),
    sentBytes: number('sentBytes'),
    receivedBytes: number('receivedBytes'),
  };
}
