/** A value that SQLite stores. */
export type SqlValue = string | number | bigint | null | Uint8Array;
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** Embedded SQLite, in WAL mode. Statements are cached by their text. */
export interface Database {
  run(sql: string, ...values: SqlValue[]): void;
  all(sql: string, ...values: SqlValue[]): readonly SqlRow[];
  get(sql: string, ...values: SqlValue[]): SqlRow | undefined;
  /** All or nothing. */
  transaction<T>(work: () => T): T;
  close(): void;
}

export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** A connection to a PostgreSQL server, for provisioning. */
export interface Postgres {
  /** Runs `work` with a connection that is closed afterwards. @throws Problem `database.failed` */
  connect<T>(address: PostgresAddress, work: (query: PostgresQuery) => Promise<T>): Promise<T>;
}
export type PostgresQuery = (
  text: string,
  values?: readonly (string | number | boolean | null)[],
) => Promise<readonly Readonly<Record<string, unknown>>[]>;
