/**
 * The platform on a real Linux machine. Must never hold a policy: an `if` about a service here is misplaced.
 */
export { createArchives } from './archives/archives.ts';
export { createClock } from './clock.ts';
export { createCompression } from './compression.ts';
export { openDatabase, openForeignDatabase } from './database.ts';
export { createFiles } from './files/files.ts';
export { createIds } from './ids.ts';
export { createLogger, type LogEntry, type LoggerOptions, type LogLevel } from './logger.ts';
export { createMailer } from './mail/mailer.ts';
export { createNetwork } from './network/network.ts';
export { createPostgres } from './postgres.ts';
export { createMachine } from './machine/create-machine.ts';
export { createProcesses } from './processes/create-processes.ts';
export { createSystemMetrics } from './metrics/system-metrics.ts';
