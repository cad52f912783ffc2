import { tellFirstSteps } from '../../families/media-server/tell-first-steps.ts';
import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { linkMediaTools } from './link-media-tools.ts';
import { emby } from './manifest.ts';

export default {
  manifest: emby,
  hooks: { 'link-media-tools': linkMediaTools, 'tell-first-steps': tellFirstSteps },
} satisfies ServicePackage;
