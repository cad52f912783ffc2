import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { infinidysk } from './manifest.ts';

export default { manifest: infinidysk } satisfies ServicePackage;
