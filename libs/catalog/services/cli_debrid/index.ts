import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { cliDebrid } from './manifest.ts';

export default { manifest: cliDebrid } satisfies ServicePackage;
