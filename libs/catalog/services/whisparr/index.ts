import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { whisparr } from './manifest.ts';

export default { manifest: whisparr } satisfies ServicePackage;
