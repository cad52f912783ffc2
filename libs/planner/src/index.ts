/**
 * Change + stack document + catalogue + host facts → plan, with a reason for every step. Pure. Must never know time,
 * randomness or anything that waits.
 */
export { type KnownConnection, knownConnections } from './connections/made.ts';
export type * from './connections/record.ts';
export type { FileDrift } from './drift.ts';
export type * from './engine.ts';
export type * from './facts.ts';
export { canonical, fingerprint } from './fingerprint.ts';
export type * from './input.ts';
export { type KeptSecret, keptSecrets } from './kept-secrets.ts';
export { planChange } from './plan.ts';
export type * from './plan-model.ts';
export { toPlanView } from './plan-view.ts';
export type * from './unit.ts';
export { plannedArtifact, unitSpecs } from './unit-plans.ts';
export { versionWish } from './units/artifact.ts';
export { type Supervision, supervisionOf } from './units/supervision.ts';
export { specFingerprint } from './units/spec-fingerprint.ts';
