import type { Compression, Database, SqlRow } from '@showrunner/platform';
import { createGaugeTable } from './gauge-table.ts';
import { type Gauges, parseSnapshot, type StoredSnapshot, toGauges } from './stored-snapshot.ts';

/** The newest `limit` samples from `since` on; epoch seconds, absent: from the first. */
export interface SampleRange {
  readonly since?: number | undefined;
  readonly limit: number;
}

/** How much is kept; epoch seconds. */
export interface StoreSize {
  readonly samples: number;
  readonly rawBytes: number;
  readonly storedBytes: number;
  readonly oldest: number | null;
  readonly newest: number | null;
}

/** Where samples can be read from. */
export interface SampleSource {
  /** Of a range, ascending. */
  gauges(range: SampleRange): Promise<readonly Gauges[]>;
  /** Of a range, ascending. */
  timestamps(range: SampleRange): Promise<readonly number[]>;
  /** JSON of the samples at these moments, those that are still there; in their order. */
  texts(timestamps: readonly number[]): AsyncIterable<string>;
  size(): Promise<StoreSize>;
}

/** Samples in one SQLite file, in the tables of the original, with their numbers beside them. */
export interface HistoryStore extends SampleSource {
  /** Keeps it; a sample of the same moment is replaced. */
  append(snapshot: StoredSnapshot): Promise<void>;
  /** Puts one sample in the place of several. */
  merge(timestamps: readonly number[], into: StoredSnapshot): Promise<void>;
  /** Moments between two, ascending. */
  between(from: number, to: number): readonly number[];
  /** Deletes what is older, then the oldest until the rest is not larger. Answers how many. */
  prune(limits: { olderThan: number; maxBytes: number }): number;
  /** Reads the numbers of samples that another program kept; damaged ones are dropped. Answers whether there are more. */
  fillGauges(): Promise<boolean>;
  note(key: string): string | undefined;
  setNote(key: string, value: string): void;
  close(): void;
}

const pruneBatch = 1000;
const readBatch = 100;

const schema = `
  CREATE TABLE IF NOT EXISTS metrics_snapshots (
    timestamp REAL PRIMARY KEY, payload BLOB NOT NULL, raw_size INTEGER NOT NULL,
    stored_size INTEGER NOT NULL, created_at REAL NOT NULL);
  CREATE INDEX IF NOT EXISTS metrics_snapshots_sizes ON metrics_snapshots (timestamp, raw_size, stored_size);
  CREATE TABLE IF NOT EXISTS metrics_metadata (key TEXT PRIMARY KEY, value TEXT NOT NULL);
`;

/** @param now epoch milliseconds */
export function openHistoryStore(database: Database, compression: Compression, now: () => number): HistoryStore {
  database.run(schema);
  const gaugeTable = createGaugeTable(database);
  const put = (snapshot: StoredSnapshot, text: string, payload: Uint8Array) => {
    database.run(
      'INSERT OR REPLACE INTO metrics_snapshots VALUES (?, ?, ?, ?, ?)',
      snapshot.timestamp,
      payload,
      text.length,
      payload.length,
      now() / 1000,
    );
    gaugeTable.put(toGauges(snapshot));
  };
  const drop = (condition: string, ...values: number[]) => {
    const before = count(database);
    database.transaction(() => {
      database.run(`DELETE FROM metrics_snapshots WHERE ${condition}`, ...values);
      gaugeTable.dropOrphans();
    });
    return before - count(database);
  };
  const size = () => readSize(database);
  async function* texts(timestamps: readonly number[]): AsyncGenerator<string> {
    for (let at = 0; at < timestamps.length; at += readBatch) {
      const rows = timestamps
        .slice(at, at + readBatch)
        .map((moment) => database.get('SELECT payload FROM metrics_snapshots WHERE timestamp = ?', moment));
      yield* await Promise.all(rows.flatMap((row) => (row === undefined ? [] : [textOf(row, compression)])));
    }
  }

  return {
    async append(snapshot) {
      const text = JSON.stringify(snapshot);
      const payload = await compression.deflate(text);
      database.transaction(() => put(snapshot, text, payload));
    },
    async merge(timestamps, into) {
      const text = JSON.stringify(into);
      const payload = await compression.deflate(text);
      database.transaction(() => {
        for (const moment of timestamps) {
          database.run('DELETE FROM metrics_snapshots WHERE timestamp = ?', moment);
          gaugeTable.drop(moment);
        }
        put(into, text, payload);
      });
    },
    between: (from, to) =>
      momentsOf(
        database.all(
          'SELECT timestamp FROM metrics_snapshots WHERE timestamp >= ? AND timestamp < ? ORDER BY timestamp',
          from,
          to,
        ),
      ),
    prune({ olderThan, maxBytes }) {
      let removed = drop('timestamp < ?', olderThan);
      for (let left = size(); left.storedBytes > maxBytes && left.samples > 0; left = size()) {
        const batch = momentsOf(
          database.all('SELECT timestamp FROM metrics_snapshots ORDER BY timestamp LIMIT ?', pruneBatch),
        );
        removed += drop('timestamp <= ?', lastToDrop(database, batch, left.storedBytes - maxBytes));
      }
      return removed;
    },
    async fillGauges() {
      const missing = gaugeTable.missing(readBatch);
      for await (const { moment, text } of pair(missing, texts)) {
        const snapshot = parseSnapshot(text);
        if (snapshot !== undefined) gaugeTable.put(toGauges({ ...snapshot, timestamp: moment }));
        else database.run('DELETE FROM metrics_snapshots WHERE timestamp = ?', moment);
      }
      return missing.length === readBatch;
    },
    gauges: (range) => Promise.resolve(gaugeTable.newest(range)),
    timestamps: ({ since, limit }) =>
      Promise.resolve(
        momentsOf(
          database.all(
            'SELECT timestamp FROM metrics_snapshots WHERE timestamp >= ? ORDER BY timestamp DESC LIMIT ?',
            since ?? 0,
            limit,
          ),
        ).reverse(),
      ),
    texts,
    size: () => Promise.resolve(size()),
    note: (key) => {
      const value = database.get('SELECT value FROM metrics_metadata WHERE key = ?', key)?.['value'];
      return typeof value === 'string' ? value : undefined;
    },
    setNote: (key, value) => database.run('INSERT OR REPLACE INTO metrics_metadata VALUES (?, ?)', key, value),
    close: () => database.close(),
  };
}

/** The last of a batch whose removal is needed to be rid of so many bytes. */
function lastToDrop(database: Database, batch: readonly number[], bytes: number): number {
  let freed = 0;
  for (const moment of batch) {
    freed += Number(
      database.get('SELECT stored_size FROM metrics_snapshots WHERE timestamp = ?', moment)?.['stored_size'] ?? 0,
    );
    if (freed >= bytes) return moment;
  }
  return batch.at(-1) ?? 0;
}

async function* pair(moments: readonly number[], texts: HistoryStore['texts']) {
  for (const moment of moments) {
    for await (const text of texts([moment])) yield { moment, text };
  }
}

/** A damaged row is an empty sample: the others are not lost for it. */
async function textOf(row: SqlRow, compression: Compression): Promise<string> {
  const payload = row['payload'];
  try {
    return payload instanceof Uint8Array ? await compression.inflate(payload) : String(payload);
  } catch {
    return '{}';
  }
}

function momentsOf(rows: readonly SqlRow[]): number[] {
  return rows.map((row) => Number(row['timestamp']));
}

function count(database: Database): number {
  return Number(database.get('SELECT count(*) AS n FROM metrics_snapshots')?.['n']);
}

function readSize(database: Database): StoreSize {
  const row = database.get(
    `SELECT count(*) AS samples, coalesce(sum(raw_size), 0) AS raw, coalesce(sum(stored_size), 0) AS stored,
      min(timestamp) AS oldest, max(timestamp) AS newest FROM metrics_snapshots`,
  );
  const moment = (name: string) => (typeof row?.[name] === 'number' ? row[name] : null);
  return {
    samples: Number(row?.['samples']),
    rawBytes: Number(row?.['raw']),
    storedBytes: Number(row?.['stored']),
    oldest: moment('oldest'),
    newest: moment('newest'),
  };
}
