import { copyEnv } from '../../families/copy-env.ts';
import { pushSettings } from './push-settings.ts';
import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { rivenBackend } from './manifest.ts';

export default {
  manifest: rivenBackend,
  hooks: { 'copy-env': copyEnv, 'push-settings': pushSettings },
} satisfies ServicePackage;
