import type { ServicePackage } from '../../vocabulary/manifest.ts';
import { keepHost } from './keep-host.ts';
import { makeAccessLog } from './make-access-log.ts';
import { traefik } from './manifest.ts';
import { writeRoutes } from './write-routes.ts';

export default {
  manifest: traefik,
  hooks: { 'keep-host': keepHost, 'make-access-log': makeAccessLog, 'write-routes': writeRoutes },
} satisfies ServicePackage;
