import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { tautulli } from './manifest.ts';

export default { manifest: tautulli } satisfies ServicePackage;
