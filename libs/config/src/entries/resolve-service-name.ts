import type { JsonObject } from '@showrunner/contracts';
import type { Catalog, ServiceManifest } from '@showrunner/catalog';
import { findEntry } from './list-entries.ts';

/** Names that services had in former documents. */
const formerKeys: Readonly<Record<string, string>> = { nzbdav: 'infinidysk', huntarr: 'neutarr' };

/**
 * Finds what a person means by a name: a key, a display name, the wizard's name or an alias in any case, else exactly a
 * process name, which selects its instance.
 */
export function resolveServiceName(
  catalog: Catalog,
  document: JsonObject,
  name: string,
): { serviceKey: string; instance: string | null } | undefined {
  const wanted = name.trim().toLowerCase();
  const manifests = catalog.all.map(({ manifest }) => manifest);
  for (const namesOf of namings) {
    const found = manifests.find((manifest) =>
      namesOf(manifest).some((candidate) => candidate.toLowerCase() === wanted),
    );
    if (found !== undefined) return { serviceKey: found.key, instance: null };
  }
  const entry = findEntry(document, catalog, name);
  if (entry !== undefined) return { serviceKey: entry.serviceKey, instance: entry.instance };
  const former = Object.hasOwn(formerKeys, wanted) ? formerKeys[wanted] : undefined;
  return former !== undefined && catalog.manifest(former) !== undefined
    ? { serviceKey: former, instance: null }
    : undefined;
}

const namings: readonly ((manifest: ServiceManifest) => readonly string[])[] = [
  ({ key }) => [key],
  ({ displayName }) => [displayName],
  ({ onboarding }) => (onboarding === undefined ? [] : [onboarding.name]),
  ({ aliases }) => aliases ?? [],
];
