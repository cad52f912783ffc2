/**
 * Starts, watches, stops and adopts units: the local engine. Must never know what a service is or why a unit is started.
 */
export { type LocalEngine, openSupervisor } from './engine/local-engine.ts';
export type { SupervisorParts } from './parts.ts';
