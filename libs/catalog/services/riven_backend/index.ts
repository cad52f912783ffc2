import { copyEnv } from '../../families/copy-env.ts';
import { pushSettings } from './push-settings.ts';
import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { rivenBackend } from './manifest.ts';
import { plexUpdater } from './plex-updater.ts';
import { writeDatabase } from './write-database.ts';

export default {
  manifest: rivenBackend,
  connections: { 'plex-updater': plexUpdater },
  hooks: { 'copy-env': copyEnv, 'push-settings': pushSettings, 'write-database': writeDatabase },
} satisfies ServicePackage;
