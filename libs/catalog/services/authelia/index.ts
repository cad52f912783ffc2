import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { authelia } from './manifest.ts';

export default { manifest: authelia } satisfies ServicePackage;
