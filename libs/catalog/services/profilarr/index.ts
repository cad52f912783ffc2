import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { profilarr } from './manifest.ts';

export default { manifest: profilarr } satisfies ServicePackage;
