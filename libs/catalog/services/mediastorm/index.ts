import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { mediastorm } from './manifest.ts';

export default { manifest: mediastorm } satisfies ServicePackage;
