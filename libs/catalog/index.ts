/**
 * All that is known about each service, a folder a service, and the vocabulary it is written in. Must never know
 * another service's folder from within one, nor whether anything runs.
 */
export type * from './vocabulary/condition.ts';
export * from './vocabulary/connections.ts';
export * from './vocabulary/edges.ts';
export type * from './vocabulary/files.ts';
export type * from './vocabulary/hooks.ts';
export type * from './vocabulary/links.ts';
export * from './vocabulary/manifest.ts';
export type * from './vocabulary/options.ts';
export type * from './vocabulary/ports.ts';
export type * from './vocabulary/run.ts';
export * from './vocabulary/source.ts';
export { type Catalog, createCatalog, createLiveCatalog, type LiveCatalog } from './catalog.ts';
export { services } from './index.gen.ts';
