/**
 * Requests of one Seerr, made again on others: read, compare, copy, remember. Must never know HTTP routes of ours, Nest or
 * how a stack is run.
 */
export { createSeerrSync, type SeerrSync, type SeerrSyncParts, type SyncStatus } from './worker/seerr-sync.ts';
export { type CyclePreview } from './cycle/run-cycle.ts';
export { fingerprintOf } from './titles/fingerprint.ts';
export { readSyncSettings, type SyncSettings } from './settings.ts';
