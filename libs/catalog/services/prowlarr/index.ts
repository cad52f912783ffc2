import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { arrApplication } from './arr-application.ts';
import { prowlarr } from './manifest.ts';
import { torznabIndexer } from './torznab-indexer.ts';

export default {
  manifest: prowlarr,
  connections: { 'arr-application': arrApplication, 'torznab-indexer': torznabIndexer },
} satisfies ServicePackage;
