import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { seerr } from './manifest.ts';
import { servarrServer } from './servarr-server.ts';

export default {
  manifest: seerr,
  connections: { 'servarr-server': servarrServer },
} satisfies ServicePackage;
