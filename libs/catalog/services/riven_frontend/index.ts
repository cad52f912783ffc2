import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { rivenFrontend } from './manifest.ts';

export default { manifest: rivenFrontend } satisfies ServicePackage;
