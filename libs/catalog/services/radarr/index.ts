import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { radarr } from './manifest.ts';

export default { manifest: radarr } satisfies ServicePackage;
