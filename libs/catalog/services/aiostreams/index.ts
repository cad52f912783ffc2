import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { aiostreams } from './manifest.ts';

export default { manifest: aiostreams } satisfies ServicePackage;
