import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { linkNewestServer } from './link-newest-server.ts';
import { linkStorage } from './link-storage.ts';
import { phalanxDb } from './manifest.ts';

export default {
  manifest: phalanxDb,
  hooks: { 'link-newest-server': linkNewestServer, 'link-storage': linkStorage },
} satisfies ServicePackage;
