import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { cliBattery } from './manifest.ts';

export default { manifest: cliBattery } satisfies ServicePackage;
