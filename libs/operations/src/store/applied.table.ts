import type { Database } from '@showrunner/platform';
import type { Plan } from '@showrunner/planner';
import { type ConnectionTable, openConnectionTable } from './connection.table.ts';
import { openTrialTable, type TrialTable } from './trial.table.ts';
import { openWrittenTable, type WrittenTable } from './written.table.ts';

/** What has been applied, and what is true of the machine because of it. */
export interface AppliedTable {
  /** What has been written into the file system, by the same keys. */
  readonly written: WrittenTable;
  readonly connections: ConnectionTable;
  readonly trials: TrialTable;
  all(): Readonly<Record<string, string>>;
  get(key: string): string | undefined;
  record(key: string, fingerprint: string): void;
  forget(key: string): void;
  /** Versions of installed artifacts by real root path. */
  installed(): Readonly<Record<string, string>>;
  /** What their sources call them, by real root path. */
  releases(): Readonly<Record<string, string>>;
  installedAt(root: string): InstalledRow | undefined;
  /** Whose artifact is at which real root path. */
  artifacts(): readonly { readonly root: string; readonly processName: string }[];
  /** The same by process name, for showing. */
  versions(): Readonly<Record<string, string>>;
  recordInstalled(row: InstalledRow): void;
  forgetInstalled(root: string): void;
  /** Ports that were asked for where the planner assigned others. */
  requestedPorts(): Readonly<Record<string, number>>;
  /** Notes the ports that a plan moved, and forgets those of entries whose settings it changes otherwise. */
  recordRequestedPorts(plan: Pick<Plan, 'requestedPorts' | 'changes'>): void;
}

/** An artifact that is in place. */
export interface InstalledRow {
  /** Real path. */
  readonly root: string;
  /** What the program calls itself, and what its source calls it. */
  readonly version: string;
  readonly release: string;
  readonly processName: string;
}

/** Opens the tables, creating them where they are missing. */
export function openAppliedTable(database: Database): AppliedTable {
  database.run('CREATE TABLE IF NOT EXISTS applied (key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) STRICT');
  database.run(
    'CREATE TABLE IF NOT EXISTS installed (root TEXT PRIMARY KEY, version TEXT NOT NULL, process_name TEXT NOT NULL) STRICT',
  );
  // Apart from the other, because stacks of earlier versions have that one.
  database.run('CREATE TABLE IF NOT EXISTS release (root TEXT PRIMARY KEY, release TEXT NOT NULL) STRICT');
  database.run('CREATE TABLE IF NOT EXISTS requested_port (key TEXT PRIMARY KEY, port INTEGER NOT NULL) STRICT');
  const toRecord = (sql: string, key: string, value: string) =>
    Object.fromEntries(database.all(sql).map((row) => [String(row[key]), String(row[value])]));
  return {
    written: openWrittenTable(database),
    connections: openConnectionTable(database),
    trials: openTrialTable(database),
    all: () => toRecord('SELECT key, fingerprint FROM applied', 'key', 'fingerprint'),
    get: (key) => {
      const row = database.get('SELECT fingerprint FROM applied WHERE key = ?', key);
      return row === undefined ? undefined : String(row['fingerprint']);
    },
    record: (key, fingerprint) =>
      database.run(
        'INSERT INTO applied (key, fingerprint) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET fingerprint = excluded.fingerprint',
        key,
        fingerprint,
      ),
    forget: (key) => database.run('DELETE FROM applied WHERE key = ?', key),
    installed: () => toRecord('SELECT root, version FROM installed', 'root', 'version'),
    artifacts: () =>
      database
        .all('SELECT root, process_name FROM installed')
        .map((row) => ({ root: String(row['root']), processName: String(row['process_name']) })),
    versions: () => toRecord('SELECT process_name, version FROM installed', 'process_name', 'version'),
    releases: () => toRecord('SELECT root, release FROM release', 'root', 'release'),
    installedAt: (root) => {
      const row = database.get(
        `SELECT version, process_name, coalesce(release, version) AS release
         FROM installed LEFT JOIN release ON release.root = installed.root WHERE installed.root = ?`,
        root,
      );
      if (row === undefined) return undefined;
      const { version, release, process_name: processName } = row;
      return { root, version: String(version), release: String(release), processName: String(processName) };
    },
    recordInstalled: ({ root, version, release, processName }) =>
      database.transaction(() => {
        database.run(
          `INSERT INTO installed (root, version, process_name) VALUES (?, ?, ?)
           ON CONFLICT (root) DO UPDATE SET version = excluded.version, process_name = excluded.process_name`,
          root,
          version,
          processName,
        );
        database.run(
          'INSERT INTO release (root, release) VALUES (?, ?) ON CONFLICT (root) DO UPDATE SET release = excluded.release',
          root,
          release,
        );
      }),
    forgetInstalled: (root) =>
      database.transaction(() => {
        database.run('DELETE FROM installed WHERE root = ?', root);
        database.run('DELETE FROM release WHERE root = ?', root);
      }),
    requestedPorts: () =>
      Object.fromEntries(
        database.all('SELECT key, port FROM requested_port').map((row) => [String(row['key']), Number(row['port'])]),
      ),
    recordRequestedPorts: ({ requestedPorts, changes }) =>
      database.transaction(() => {
        for (const row of database.all('SELECT key FROM requested_port')) {
          const key = String(row['key']);
          const entry = `${key.slice(0, key.lastIndexOf('#'))}/`;
          const touched = changes.some(({ pointer }) => pointer.startsWith(entry) && pointer.endsWith('port'));
          if (touched) database.run('DELETE FROM requested_port WHERE key = ?', key);
        }
        for (const [key, port] of Object.entries(requestedPorts)) {
          database.run(
            'INSERT INTO requested_port (key, port) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET port = excluded.port',
            key,
            port,
          );
        }
      }),
  };
}
