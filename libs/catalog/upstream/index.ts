/** Where programs come from in demos and tests. The simulator reads it, the product never does. */
export * from './played.ts';
export * from './release.ts';
export type * from './upstream.ts';
export { upstreams } from '../upstream.gen.ts';
