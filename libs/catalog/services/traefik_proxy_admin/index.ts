import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { traefikProxyAdmin } from './manifest.ts';

export default { manifest: traefikProxyAdmin } satisfies ServicePackage;
