import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { sonarr } from './manifest.ts';

export default { manifest: sonarr } satisfies ServicePackage;
