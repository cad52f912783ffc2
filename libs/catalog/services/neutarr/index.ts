import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { neutarr } from './manifest.ts';
import { neutarrArr } from './neutarr-arr.ts';

export default { manifest: neutarr, connections: { 'neutarr-arr': neutarrArr } } satisfies ServicePackage;
