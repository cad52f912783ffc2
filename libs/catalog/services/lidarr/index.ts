import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { lidarr } from './manifest.ts';

export default { manifest: lidarr } satisfies ServicePackage;
