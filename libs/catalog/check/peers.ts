import type { ConnectionSpec } from '../vocabulary/connections.ts';
import type { ServiceManifest, ServicePackage } from '../vocabulary/manifest.ts';

/** Every service that can be the other end of a connection. */
export function peersOf({ to }: ConnectionSpec, packages: readonly ServicePackage[]): readonly ServiceManifest[] {
  const manifests = packages.map(({ manifest }) => manifest);
  return 'service' in to
    ? manifests.filter(({ key }) => key === to.service)
    : manifests.filter(({ provides }) => provides?.[to.capability] !== undefined);
}

/** Names of the values that a service publishes for a connection. */
export function offeredBy({ provides = {} }: ServiceManifest, { to }: ConnectionSpec): readonly string[] {
  const offers = 'capability' in to ? [provides[to.capability]] : Object.values(provides);
  return offers.flatMap((offer) => Object.keys(offer ?? {}));
}
