import { tellFirstSteps } from '../../families/media-server/tell-first-steps.ts';
import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { jellyfin } from './manifest.ts';

export default { manifest: jellyfin, hooks: { 'tell-first-steps': tellFirstSteps } } satisfies ServicePackage;
