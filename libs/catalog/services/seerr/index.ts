import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { seerr } from './manifest.ts';

export default { manifest: seerr } satisfies ServicePackage;
