/**
 * What goes over a wire: schemas, events, problem codes and ids. One schema a wire type; types, validation, OpenAPI and
 * forms are derived from it. Must never know Node, Nest, React or a path on disk.
 */
export * from './change.ts';
export * from './events.ts';
export * from './ids.ts';
export * from './operation.ts';
export * from './plan-view.ts';
export * from './problem-view.ts';
export * from './problems.ts';
export * from './schema.ts';
export * from './unit.ts';
export * from './wire/native.ts';
