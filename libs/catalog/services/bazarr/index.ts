import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { bazarr } from './manifest.ts';

export default { manifest: bazarr } satisfies ServicePackage;
