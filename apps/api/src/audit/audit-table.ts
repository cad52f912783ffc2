import type { AuditAnswer, AuditEntryView, AuditQuery } from '@showrunner/contracts';
import type { Database, SqlRow } from '@showrunner/platform';

export type NewEntry = Omit<AuditEntryView, 'id' | 'count'>;

/** The entries as they are kept. */
export interface AuditTable {
  add(entry: NewEntry): void;
  list(query: AuditQuery): AuditAnswer;
}

const keptMs = 90 * 24 * 3600 * 1000;
/** Kept apart, so that whoever is refused a thousand times wipes out nothing of what was done. */
const kept = { done: 20_000, refused: 5_000 } as const;
/** What is too old or too much goes with every hundredth entry. */
const pruneEvery = 100;
/** Refusals that are alike within this time are one entry with a number. */
const sameMs = 60_000;
const columns = 'at, actor, role, method, path, title, target, address, outcome, status, code';
const searched = ['actor', 'path', 'title', 'target', 'address'];

/** Opens the table in a database of its own. */
export function openAuditTable(database: Database): AuditTable {
  database.run(
    `CREATE TABLE IF NOT EXISTS audit (
      id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, count INTEGER NOT NULL DEFAULT 1, actor TEXT NOT NULL,
      role TEXT, method TEXT NOT NULL, path TEXT NOT NULL, title TEXT NOT NULL, target TEXT, address TEXT NOT NULL,
      outcome TEXT NOT NULL, status INTEGER NOT NULL, code TEXT) STRICT`,
  );
  database.run('CREATE INDEX IF NOT EXISTS audit_outcome ON audit (outcome, id)');
  database.run('CREATE INDEX IF NOT EXISTS audit_at ON audit (at)');

  let added = 0;
  const prune = (now: number): void => {
    database.run('DELETE FROM audit WHERE at < ?', now - keptMs);
    for (const [outcome, most] of Object.entries(kept)) {
      database.run(
        'DELETE FROM audit WHERE outcome = ? AND id <= (SELECT id FROM audit WHERE outcome = ? ORDER BY id DESC LIMIT 1 OFFSET ?)',
        ...[outcome, outcome, most],
      );
    }
  };
  const addOne = (entry: NewEntry): void => {
    const { at, actor, role, method, path, title, target, address, outcome, status, code } = entry;
    database.run(
      `INSERT INTO audit (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[at, actor, role, method, path, title, target, address, outcome, status, code],
    );
    added += 1;
    if (added % pruneEvery === 0) prune(at);
  };
  const findSame = ({ at, actor, method, path, target, address, status }: NewEntry) =>
    database.get(
      `SELECT id FROM audit WHERE outcome = 'refused' AND at > ? AND actor = ? AND method = ? AND path = ?
       AND target IS ? AND address = ? AND status = ? ORDER BY id DESC LIMIT 1`,
      ...[at - sameMs, actor, method, path, target, address, status],
    );

  return {
    add(entry) {
      const same = entry.outcome === 'refused' ? findSame(entry) : undefined;
      if (same === undefined) return addOne(entry);
      database.run('UPDATE audit SET count = count + 1, at = ? WHERE id = ?', entry.at, same['id'] ?? 0);
    },
    list({ outcome, text, before, limit = 50 }) {
      const wanted = text?.trim().toLowerCase() ?? '';
      const rows = database.all(
        `SELECT id, count, ${columns} FROM audit WHERE id < ? AND (? = '' OR outcome = ?)
         AND (? = '' OR instr(lower(${searched.map((name) => `ifnull(${name}, '')`).join(" || '\n' || ")}), ?) > 0)
         ORDER BY id DESC LIMIT ?`,
        ...[before ?? Number.MAX_SAFE_INTEGER, outcome ?? '', outcome ?? '', wanted, wanted, limit + 1],
      );
      return { entries: rows.slice(0, limit).map(toView), more: rows.length > limit };
    },
  };
}

/** Rows are written by `add` only, so that they are what a view is. */
function toView(row: SqlRow): AuditEntryView {
  return row as unknown as AuditEntryView;
}
