import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { pulsarr } from './manifest.ts';
import { migrateDatabase } from './migrate-database.ts';

export default {
  manifest: pulsarr,
  hooks: { 'migrate-database': migrateDatabase },
} satisfies ServicePackage;
