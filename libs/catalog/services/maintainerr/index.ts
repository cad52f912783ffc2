import { seerrSetting } from './seerr-setting.ts';
import { servarrSetting } from './servarr-setting.ts';
import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { maintainerr } from './manifest.ts';

export default {
  manifest: maintainerr,
  connections: { 'servarr-setting': servarrSetting, 'seerr-setting': seerrSetting },
} satisfies ServicePackage;
