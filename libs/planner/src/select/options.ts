import { type Issue, type Json, type JsonObject, Problem } from '@showrunner/contracts';
import type { ServiceManifest } from '@showrunner/catalog';
import { SECRET_MASK } from '@showrunner/config';
import { isEqual, isObject } from '../json.ts';
import { toModernOptions } from './legacy-options.ts';

/** Options by service key or instance name, as a request has them. */
export type OptionBlocks = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The blocks that carry one of the names, in the order of the names, later ones on top. Case does not matter. */
export function optionsFor(blocks: OptionBlocks | null | undefined, names: readonly string[]): JsonObject {
  let merged: JsonObject = {};
  for (const name of names) {
    for (const [block, options] of Object.entries(blocks ?? {})) {
      if (block.trim().toLowerCase() === name.toLowerCase()) merged = { ...merged, ...(options as JsonObject) }; // parsed JSON
    }
  }
  return merged;
}

/** Names under which a request may speak of a service. */
export function namesOf(manifest: ServiceManifest): readonly string[] {
  return [manifest.displayName, manifest.key];
}

/**
 * An entry with options applied (ONB-7): `null` is skipped, `enabled` is not an option, a masked secret keeps the old one.
 * @throws Problem `document.invalid` naming each option that the service does not have or cannot hold
 */
export function applyOptions(config: JsonObject, manifest: ServiceManifest, options: JsonObject): JsonObject {
  const issues: Issue[] = [];
  const changed: Record<string, Json> = {};
  for (const [key, value] of Object.entries(toModernOptions(manifest.key, options))) {
    if (value === null || key === 'enabled' || value === SECRET_MASK) continue;
    const message = knowsOption(manifest, key)
      ? wrongValue(manifest, key, value)
      : `${manifest.displayName} has no option ${key}.`;
    if (message !== undefined) issues.push({ path: ['service_options', manifest.key, key], message });
    else if (!isEqual(config[key], value)) changed[key] = value;
  }
  if (issues.length > 0) throw invalidOptions(issues);
  return Object.keys(changed).length === 0 ? config : { ...config, ...changed };
}

/** Options that cannot be, as one problem. */
export function invalidOptions(issues: readonly Issue[]): Problem {
  return new Problem('document.invalid', issues.map((issue) => issue.message).join(' '), { issues });
}

/** Whether a service has an option of that name. */
export function knowsOption(manifest: ServiceManifest, key: string): boolean {
  return Object.hasOwn(manifest.defaults, key) || Object.hasOwn(manifest.fields ?? {}, key) || key === 'enabled';
}

function wrongValue(manifest: ServiceManifest, key: string, value: Json): string | undefined {
  const field = manifest.fields?.[key];
  const standard = manifest.defaults[key];
  if (field?.enum !== undefined && !field.enum.some((word) => word === value)) {
    return `${key} of ${manifest.displayName} must be one of ${field.enum.join(', ')}.`;
  }
  const types: readonly string[] =
    field?.types ?? (standard === undefined || standard === null ? [] : [typeOf(standard)]);
  if (types.length === 0 || types.includes(typeOf(value))) return undefined;
  return `${key} of ${manifest.displayName} must be a ${types.join(' or ')}, not a ${typeOf(value)}.`;
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return isObject(value) ? 'object' : typeof value;
}
