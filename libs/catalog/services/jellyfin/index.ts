import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { jellyfin } from './manifest.ts';

export default { manifest: jellyfin } satisfies ServicePackage;
