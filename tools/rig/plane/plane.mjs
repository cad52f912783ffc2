/* Starts the control plane of the rig (control-plane.mjs) as the product starts its own: with what was compiled before. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '..', '..', '..', 'node_modules', '.cache', 'showrunner'));
await import('./control-plane.mjs');
