import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { seerrSync } from './manifest.ts';

export default { manifest: seerrSync } satisfies ServicePackage;
