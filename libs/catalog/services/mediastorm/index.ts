import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { linkScripts } from './link-scripts.ts';
import { mediastorm } from './manifest.ts';

export default { manifest: mediastorm, hooks: { 'link-scripts': linkScripts } } satisfies ServicePackage;
