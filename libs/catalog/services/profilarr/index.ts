import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { profilarr } from './manifest.ts';
import { profilarrArr } from './profilarr-arr.ts';

export default { manifest: profilarr, connections: { 'profilarr-arr': profilarrArr } } satisfies ServicePackage;
