import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { Problem } from '@showrunner/contracts';
import type { Database, SqlRow, SqlValue } from '@showrunner/platform';

/** Opens or creates a SQLite file in WAL mode; `:memory:` gives one that is never written. The caller closes it. */
export function openDatabase(path: string): Database {
  if (path !== ':memory:') {
    mkdirSync(dirname(path), { recursive: true });
    // Created by us for us alone; SQLite gives its companions (-wal, -shm) the same mode.
    closeSync(openSync(path, 'a', 0o600));
  }
  const connection = new DatabaseSync(path);
  connection.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;',
  );
  return wrap(connection);
}

/**
 * Opens a SQLite file of another program, which may be at work in it: it is never made, and its journal stays as it is.
 * @throws Problem `connection.not-ready` where there is none yet
 */
export function openForeignDatabase(path: string): Database {
  if (!existsSync(path)) throw new Problem('connection.not-ready', `${path} is not there yet.`);
  const connection = new DatabaseSync(path);
  connection.exec('PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;');
  return wrap(connection);
}

function wrap(connection: DatabaseSync): Database {
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (!statement) statements.set(sql, (statement = connection.prepare(sql)));
    return statement;
  };
  let depth = 0;
  return {
    run: (sql, ...values) => {
      // A text without values may hold several statements, as migrations do; a prepared one holds exactly one.
      if (values.length === 0) connection.exec(sql);
      else prepare(sql).run(...values);
    },
    all: (sql, ...values) =>
      prepare(sql)
        .all(...values)
        .map(toRow),
    get: (sql, ...values) => {
      const row = prepare(sql).get(...values);
      return row === undefined ? undefined : toRow(row);
    },
    transaction: (work) => {
      const name = `nested_${depth}`;
      connection.exec(depth === 0 ? 'BEGIN IMMEDIATE' : `SAVEPOINT ${name}`);
      depth++;
      try {
        const result = work();
        connection.exec(depth === 1 ? 'COMMIT' : `RELEASE ${name}`);
        return result;
      } catch (error) {
        connection.exec(depth === 1 ? 'ROLLBACK' : `ROLLBACK TO ${name}; RELEASE ${name}`);
        throw error;
      } finally {
        depth--;
      }
    },
    close: () => {
      statements.clear();
      connection.close();
    },
  };
}

/** node:sqlite answers objects without a prototype; ours compare like any other. */
function toRow(row: Record<string, SqlValue>): SqlRow {
  return { ...row };
}
