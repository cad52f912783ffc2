import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { dumbFrontend } from './manifest.ts';

export default { manifest: dumbFrontend } satisfies ServicePackage;
