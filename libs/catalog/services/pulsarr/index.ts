import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { pulsarr } from './manifest.ts';

export default { manifest: pulsarr } satisfies ServicePackage;
