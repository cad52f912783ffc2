import type { ServiceManifest, ServicePackage } from './vocabulary/manifest.ts';

/** The services that exist, by key, in document order. */
export interface Catalog {
  readonly all: readonly ServicePackage[];
  get(key: string): ServicePackage | undefined;
  manifest(key: string): ServiceManifest | undefined;
}

/** A catalogue whose services may change while it is used. What is worked out from it is kept by `all`, which is another list then. */
export interface LiveCatalog extends Catalog {
  replace(packages: readonly ServicePackage[]): void;
}

/** Makes a catalogue that begins with these packages. */
export function createLiveCatalog(packages: readonly ServicePackage[]): LiveCatalog {
  let current = createCatalog(packages);
  return {
    get all() {
      return current.all;
    },
    get: (key) => current.get(key),
    manifest: (key) => current.manifest(key),
    replace: (next) => void (current = createCatalog(next)),
  };
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
