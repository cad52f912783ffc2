/** What tells whether two things are the same. An entry of its own: who only compares need not load how plans are made. */
export { canonical, fingerprint } from './fingerprint.ts';
export { specFingerprint } from './units/spec-fingerprint.ts';
