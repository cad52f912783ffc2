import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { decypharr } from './manifest.ts';

export default { manifest: decypharr } satisfies ServicePackage;
