import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { altmount } from './manifest.ts';

export default { manifest: altmount } satisfies ServicePackage;
