/**
 * Change + stack document + catalogue + host facts → plan, with a reason for every step. Pure. Must never know time,
 * randomness or anything that waits.
 */
export type * from './engine.ts';
export type * from './facts.ts';
export { canonical, fingerprint } from './fingerprint.ts';
export type * from './plan-model.ts';
export type * from './unit.ts';
