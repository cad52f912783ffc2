import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { cloudflared } from './manifest.ts';

export default { manifest: cloudflared } satisfies ServicePackage;
