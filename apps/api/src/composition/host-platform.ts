import {
  createArchives,
  createClock,
  createCompression,
  createFiles,
  createIds,
  createLogger,
  createMachine,
  createNetwork,
  createPostgres,
  createProcesses,
  openDatabase,
  openForeignDatabase,
} from '@showrunner/host';
import { createRedactor } from '@showrunner/logs';
import type { OwnLog } from '../own-log/own-log.ts';
import type { Platform } from '@showrunner/platform';

/** This machine as the platform: what stands behind each of its interfaces. */
export function createHostPlatform(ownLog: OwnLog): Platform {
  const clock = createClock();
  return {
    files: createFiles(),
    processes: createProcesses(),
    network: createNetwork(),
    archives: createArchives(),
    clock,
    ids: createIds(() => clock.now()),
    machine: createMachine(),
    postgres: createPostgres(),
    compression: createCompression(),
    logger: createLogger({
      format: process.stderr.isTTY ? 'pretty' : 'json',
      level: () => ownLog.level.threshold(),
      onEntry: (entry) => ownLog.take(entry),
      redact: createRedactor(() => []),
    }),
    openDatabase,
    openForeignDatabase,
  };
}
