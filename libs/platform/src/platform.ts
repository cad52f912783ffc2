import type { Archives } from './archives.ts';
import type { Clock, Ids, Logger } from './clock.ts';
import type { Compression } from './compression.ts';
import type { Database, Postgres } from './database.ts';
import type { Files } from './files.ts';
import type { Machine } from './machine.ts';
import type { Network } from './network.ts';
import type { Processes } from './processes.ts';

/** The outside world, whole. A room takes the parts that it needs, not this. */
export interface Platform {
  readonly files: Files;
  readonly processes: Processes;
  readonly network: Network;
  readonly archives: Archives;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly machine: Machine;
  readonly postgres: Postgres;
  readonly logger: Logger;
  readonly compression: Compression;
  openDatabase(path: string): Database;
  /**
   * Opens a SQLite file of another program, which may be at work in it: it is never made, and its journal stays as it is.
   * @throws Problem `connection.not-ready` where there is none yet
   */
  openForeignDatabase(path: string): Database;
}
