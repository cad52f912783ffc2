/**
 * The outside world as interfaces: files, processes, network, clock, ids, archives, databases, the machine. Each has an
 * in-memory fake under `./fakes`. Must never know `node:*` or any service.
 */
export { isKept, matchesName } from './kept-paths.ts';
export type * from './archives.ts';
export type * from './clock.ts';
export type * from './compression.ts';
export type * from './database.ts';
export type * from './files.ts';
export type * from './machine.ts';
export type * from './mailer.ts';
export { withMirrors, type Mirror } from './mirrors.ts';
export type * from './network.ts';
export type * from './platform.ts';
export type * from './processes.ts';
export { rateLimitSeconds } from './rate-limit.ts';
export type * from './system-metrics.ts';
