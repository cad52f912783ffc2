import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { plex } from './manifest.ts';

export default { manifest: plex } satisfies ServicePackage;
