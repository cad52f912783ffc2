import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { neutarr } from './manifest.ts';

export default { manifest: neutarr } satisfies ServicePackage;
