import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { phalanxDb } from './manifest.ts';

export default { manifest: phalanxDb } satisfies ServicePackage;
