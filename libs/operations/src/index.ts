/**
 * Applies a plan as one cancellable, journalled operation that proves health or undoes itself, and holds the stack
 * together: document, engine, events. Must never know Nest, HTTP or a dialect.
 */
export type { Connections } from './connections/watch-connections.ts';
export type { EventStream } from './event-stream.ts';
export type { Operations } from './operations.ts';
export type { ArtifactInstaller, FileWriter } from './performer.ts';
export { openStack, type Stack, type StackOptions, type StackSnapshot } from './stack.ts';
export type { StartupState } from './startup.ts';
export type { Updates } from './updates/updates.ts';
export type { DocumentSnapshot } from './store/document-store.ts';
