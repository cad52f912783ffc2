import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { zurg } from './manifest.ts';

export default { manifest: zurg } satisfies ServicePackage;
