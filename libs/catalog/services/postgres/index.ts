import { createExtensions } from './create-extensions.ts';
import { initialiseCluster } from './initialise-cluster.ts';
import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { postgres } from './manifest.ts';

export default {
  manifest: postgres,
  hooks: { 'initialise-cluster': initialiseCluster, 'create-extensions': createExtensions },
} satisfies ServicePackage;
