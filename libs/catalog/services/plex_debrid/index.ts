import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { plexDebrid } from './manifest.ts';

export default { manifest: plexDebrid } satisfies ServicePackage;
