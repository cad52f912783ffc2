import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { dumbApiService } from './manifest.ts';

export default { manifest: dumbApiService } satisfies ServicePackage;
