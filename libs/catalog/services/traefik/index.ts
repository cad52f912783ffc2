import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { traefik } from './manifest.ts';

export default { manifest: traefik } satisfies ServicePackage;
