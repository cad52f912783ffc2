import { type JsonObject, Problem } from '@showrunner/contracts';
import type { ServiceManifest } from '@showrunner/catalog';
import { getIn, pathOfService, removeIn, toPointer } from '@showrunner/config';
import { isEqual, isObject, mapTexts } from '../json.ts';
import { resolveText } from '../resolve/expression.ts';
import { toInstanceName, toSlug } from '../resolve/names.ts';

import type { Owner, Scope } from '../resolve/references.ts';
import { toUnitId } from '@showrunner/contracts';
import { type Draft, setValue, withDocument } from './draft.ts';

/** Where an entry is: the block itself, or an instance in it. */
export function entryPath(manifest: ServiceManifest, instance: string | null): readonly string[] {
  return instance === null ? pathOfService(manifest) : [...pathOfService(manifest), 'instances', instance];
}

/** The stored entry at a path. */
export function storedEntry(draft: Draft, path: readonly string[]): JsonObject | undefined {
  const value = getIn(draft.document, path);
  return isObject(value) ? value : undefined;
}

/** The instances that a request for a multi-instance service means; those that do not exist yet are to be created. */
export function targetInstances(draft: Draft, manifest: ServiceManifest, wish: string | null): readonly string[] {
  const map = storedEntry(draft, [...pathOfService(manifest), 'instances']) ?? {};
  const names = Object.keys(map);
  if (wish !== null) {
    const name = toInstanceName(wish);
    if (name === '')
      throw new Problem('service.setting', `"${wish}" cannot be the name of an instance of ${manifest.displayName}.`);
    return [names.find((known) => known === name) ?? names.find((known) => toSlug(known) === toSlug(name)) ?? name];
  }
  const enabled = names.filter((name) => getIn(map, [name, 'enabled']) === true);
  if (enabled.length > 0) return enabled;
  const template = manifest.instances?.template ?? 'Default';
  if (names.length === 0 || names.includes(template)) return [template];
  throw new Problem(
    'service.setting',
    `${manifest.displayName} has no instance that is switched on (${names.join(', ')}). Name the one to start, or a new one.`,
  );
}

/** What a new instance starts from: the template's defaults with a name and paths of its own. */
export function cloneInstance(draft: Draft, manifest: ServiceManifest, name: string): JsonObject {
  const { instances } = manifest;
  if (instances === undefined) return manifest.defaults;
  const processName = resolveText(instances.processName, entryScope(draft, manifest, name, manifest.defaults));
  const config: JsonObject = { ...manifest.defaults, process_name: processName };
  return name === instances.template ? config : rebase(config, instances.pathPrefix, toSlug(name));
}

/** Moves every path below the prefix to a sibling directory: `/sonarr/default/logs` → `/sonarr/tv_4k/logs`. */
function rebase(config: JsonObject, prefix: string | undefined, segment: string): JsonObject {
  if (prefix === undefined) return config;
  const target = `${prefix.slice(0, prefix.lastIndexOf('/'))}/${segment}`;
  const moved = mapTexts(config, (text) =>
    text === prefix || text.startsWith(`${prefix}/`) ? target + text.slice(prefix.length) : text,
  );
  return isObject(moved) ? moved : config;
}

/** Puts a new instance into the map. A template that nobody has touched gives way to it (ONB-13, never a user's own). */
export function addInstance(draft: Draft, manifest: ServiceManifest, name: string, config: JsonObject): Draft {
  const template = manifest.instances?.template;
  let result = draft;
  if (template !== undefined && template !== name) {
    const path = entryPath(manifest, template);
    const stored = storedEntry(draft, path);
    if (
      stored !== undefined &&
      isEqual({ ...stored, enabled: false }, { ...manifest.defaults, enabled: false }) &&
      stored['enabled'] !== true
    ) {
      result = withDocument(result, removeIn(result.document, path));
    }
  }
  return setValue(result, entryPath(manifest, name), withFreePorts(result, manifest, config));
}

/** The ports of a new instance: the template's, or the next that no sibling asks for, switched on or not. */
function withFreePorts(draft: Draft, manifest: ServiceManifest, config: JsonObject): JsonObject {
  const siblings = Object.values(storedEntry(draft, [...pathOfService(manifest), 'instances']) ?? {});
  let result = config;
  for (const { field, default: standard } of manifest.ports) {
    if (field === undefined) continue;
    const taken = new Set(siblings.map((sibling) => (isObject(sibling) ? sibling[field] : undefined)));
    let port = typeof config[field] === 'number' && config[field] > 0 ? config[field] : standard;
    while (taken.has(port) && port < 65535) port++;
    result = { ...result, [field]: port };
  }
  return result;
}

/** Where expressions of an entry that is being made stand. Values go into the document, so paths stay as they are. */
export function entryScope(
  draft: Draft,
  manifest: ServiceManifest,
  instance: string,
  config: JsonObject,
  more: { owner?: Owner; request?: Scope['request'] } = {},
): Scope {
  const path = entryPath(manifest, instance);
  const processName = typeof config['process_name'] === 'string' ? config['process_name'] : instance;
  const entry = { serviceKey: manifest.key, instance, path, processName, enabled: true, config, template: false };
  const member = { entry, manifest, unitId: toUnitId(processName), pointer: toPointer(path), ports: {} };
  const { owner, request } = more;
  return { world: draft.world, member, verbatim: true, ...(owner && { owner }), ...(request && { request }) };
}
