import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { plex } from './manifest.ts';
import { preparePreferences } from './prepare-preferences.ts';

export default { manifest: plex, hooks: { 'prepare-preferences': preparePreferences } } satisfies ServicePackage;
