import type { JsonObject } from '@showrunner/contracts';
import type { Catalog, ServiceManifest } from '@showrunner/catalog';
import { isObject, own } from '../json/json.ts';
import { getIn } from '../json/path.ts';
import { pathOfService } from '../shape/document-shape.ts';
import { withReplicas } from './replicas.ts';

/** One thing in the document that can run: a service, or an instance of one. */
export interface Entry {
  readonly serviceKey: string;
  readonly instance: string | null;
  /** Keys from the document root. That of a further copy leads nowhere: it stands for what its first copy says. */
  readonly path: readonly string[];
  readonly processName: string;
  readonly enabled: boolean;
  readonly config: JsonObject;
  /** The template instance, never enabled: it stands for nothing that anybody wants yet. */
  readonly template: boolean;
  /** Which of several identical copies it is, and the process name of the first. */
  readonly replica?: { readonly index: number; readonly count: number; readonly of: string };
}

/** Every entry that runs, the control plane's own included: services in canonical order, instances as they stand. */
export function listEntries(document: JsonObject, catalog: Catalog): readonly Entry[] {
  return manifestsInOrder(catalog).flatMap((manifest) => entriesOf(document, manifest));
}

/** What is known of services that have entries, in the order in which entries are listed. */
export function manifestsInOrder(catalog: Catalog): readonly ServiceManifest[] {
  const manifests = catalog.all.map(({ manifest }) => manifest).filter(({ kind }) => kind !== 'settings');
  const nested = manifests.filter((manifest) => pathOfService(manifest).length > 1);
  const flat = manifests.filter((manifest) => pathOfService(manifest).length === 1);
  return [...nested, ...flat];
}

/** The entry of exactly that process name. */
export function findEntry(document: JsonObject, catalog: Catalog, processName: string): Entry | undefined {
  return listEntries(document, catalog).find((entry) => entry.processName === processName);
}

/** The entries of one service: itself, or its instances as they stand. */
export function entriesOf(document: JsonObject, manifest: ServiceManifest): readonly Entry[] {
  const path = pathOfService(manifest);
  const block = getIn(document, path);
  if (!isObject(block)) return [];
  if (manifest.instances === undefined) return withReplicas(toEntry(manifest, null, path, block), manifest);
  const instances = own(block, 'instances');
  if (!isObject(instances)) return [];
  return Object.entries(instances).flatMap(([name, config]) =>
    isObject(config) ? [toEntry(manifest, name, [...path, 'instances', name], config)] : [],
  );
}

function toEntry(
  manifest: ServiceManifest,
  instance: string | null,
  path: readonly string[],
  config: JsonObject,
): Entry {
  const name = own(config, 'process_name');
  const enabled = own(config, 'enabled') === true;
  return {
    serviceKey: manifest.key,
    instance,
    path,
    processName: typeof name === 'string' ? name : '',
    enabled,
    config,
    template: instance !== null && instance === manifest.instances?.template && !enabled,
  };
}
