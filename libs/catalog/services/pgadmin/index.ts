import { linkConfig } from './link-config.ts';
import { registerServer } from './register-server.ts';
import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { pgadmin } from './manifest.ts';

export default {
  manifest: pgadmin,
  hooks: { 'link-config': linkConfig, 'register-server': registerServer },
} satisfies ServicePackage;
