import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { emby } from './manifest.ts';

export default { manifest: emby } satisfies ServicePackage;
