/**
 * The control plane: puts the rooms together over this machine and serves them on the wires. Must never decide what a
 * room decides.
 */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Compiling what is loaded is a good part of a start. Kept beside the packages, so that a data root holds data only; where
// that cannot be written, Node goes on without.
enableCompileCache(join(import.meta.dirname, '..', '..', '..', 'node_modules', '.cache', 'showrunner'));
await import('./control-plane.ts');
