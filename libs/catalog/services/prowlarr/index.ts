import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { prowlarr } from './manifest.ts';

export default { manifest: prowlarr } satisfies ServicePackage;
