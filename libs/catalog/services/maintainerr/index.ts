import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { maintainerr } from './manifest.ts';

export default { manifest: maintainerr } satisfies ServicePackage;
