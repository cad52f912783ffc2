import type { OperationView } from '@showrunner/contracts';
import type { Database } from '@showrunner/platform';

/** The journal of operations: every change that was asked for, step by step, newest kept. */
export interface OperationTable {
  save(operation: OperationView): void;
  get(id: string): OperationView | undefined;
  list(limit: number): readonly OperationView[];
}

const keptOperations = 500;

/** Opens the table. Views are stored as they are shown, so nothing secret is in them. */
export function openOperationTable(database: Database): OperationTable {
  database.run(
    `CREATE TABLE IF NOT EXISTS operation (
      id TEXT PRIMARY KEY, state TEXT NOT NULL, started_at INTEGER NOT NULL, view TEXT NOT NULL) STRICT`,
  );
  database.run('CREATE INDEX IF NOT EXISTS operation_started_at ON operation (started_at)');
  const toView = (text: unknown) => JSON.parse(String(text)) as OperationView; // written by `save` below
  return {
    save(operation) {
      database.run(
        `INSERT INTO operation (id, state, started_at, view) VALUES (?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET state = excluded.state, view = excluded.view`,
        operation.id,
        operation.state,
        operation.startedAt,
        JSON.stringify(operation),
      );
      database.run(
        'DELETE FROM operation WHERE id IN (SELECT id FROM operation ORDER BY started_at DESC LIMIT -1 OFFSET ?)',
        keptOperations,
      );
    },
    get(id) {
      const row = database.get('SELECT view FROM operation WHERE id = ?', id);
      return row === undefined ? undefined : toView(row['view']);
    },
    list: (limit) =>
      database
        .all('SELECT view FROM operation ORDER BY started_at DESC LIMIT ?', limit)
        .map((row) => toView(row['view'])),
  };
}
