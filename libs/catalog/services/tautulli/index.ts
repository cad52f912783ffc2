import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { fillInPlex } from './fill-in-plex.ts';
import { tautulli } from './manifest.ts';

export default { manifest: tautulli, hooks: { 'fill-in-plex': fillInPlex } } satisfies ServicePackage;
