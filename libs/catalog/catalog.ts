import type { ServiceManifest, ServicePackage } from './vocabulary/manifest.ts';

/** The services that exist, by key, in document order. */
export interface Catalog {
  readonly all: readonly ServicePackage[];
  get(key: string): ServicePackage | undefined;
  manifest(key: string): ServiceManifest | undefined;
}

/** Makes a catalogue of packages; their order is the canonical order of the document. */
export function createCatalog(packages: readonly ServicePackage[]): Catalog {
  const byKey = new Map(packages.map((entry) => [entry.manifest.key, entry]));
  return {
    all: packages,
    get: (key) => byKey.get(key),
    manifest: (key) => byKey.get(key)?.manifest,
  };
}
