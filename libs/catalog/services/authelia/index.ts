import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { checkConfiguration } from './check-configuration.ts';
import { makeFirstUser } from './make-first-user.ts';
import { authelia } from './manifest.ts';

export default {
  manifest: authelia,
  hooks: { 'check-configuration': checkConfiguration, 'make-first-user': makeFirstUser },
} satisfies ServicePackage;
