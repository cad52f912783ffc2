import { type Json, type JsonObject, Problem } from '@showrunner/contracts';
import { documentShape } from '../shape/document-shape.ts';
import { childShape, type Shape } from '../shape/shape.ts';
import { isBlank, isList, isObject, mapValues, own, toObject } from '../json/json.ts';
import type { LoadStep } from './load-state.ts';

const ownerKeys = new Set(['core_service', 'core_services', 'key_type']);

/** Brings old spellings into one: names that a service had before, blank selectors, nulls where a text belongs. */
export const canonicalise: LoadStep = ({ document, warnings }, catalog) => {
  const named = renameOwners(renameInfinidysk(document));
  return { document: tidyObject(named, documentShape(catalog)), warnings };
};

function renameInfinidysk(document: JsonObject): JsonObject {
  if (!Object.hasOwn(document, 'nzbdav')) return document;
  if (Object.hasOwn(document, 'infinidysk')) {
    const message = 'nzbdav and infinidysk are the same service; only one of the two blocks can be kept.';
    const remedy = 'Remove the block that is out of date.';
    throw new Problem('document.invalid', message, { issues: [{ path: ['nzbdav'], message, remedy }] });
  }
  return renameKey(document, 'nzbdav', 'infinidysk');
}

/** The object with one key renamed in its place. */
export function renameKey(object: JsonObject, from: string, to: string): JsonObject {
  return toObject(Object.entries(object).map(([key, value]) => [key === from ? to : key, value] as const));
}

/** `core_service: nzbdav` → `infinidysk` in every block but zurg's, where the word is a mere tag. */
function renameOwners(document: JsonObject): JsonObject {
  return mapValues(document, (value, key) => (key === 'zurg' ? value : renameOwnersIn(value)));
}

function renameOwnersIn(value: Json): Json {
  if (isList(value)) return value.map(renameOwnersIn);
  if (!isObject(value)) return value;
  return mapValues(value, (child, key) => (ownerKeys.has(key) ? renameOwner(child) : renameOwnersIn(child)));
}

function renameOwner(value: Json): Json {
  if (isList(value)) return value.map(renameOwner);
  return typeof value === 'string' ? value.replace(/(?<=^|,)(\s*)nzbdav(?=\s*(?:,|$))/gi, '$1infinidysk') : value;
}

function tidyObject(object: JsonObject, shape: Shape | undefined): JsonObject {
  const tidy = mapValues(object, (value, key) => tidyValue(value, childShape(shape, key)));
  const wantsRelease = own(tidy, 'release_version_enabled') === true;
  return wantsRelease && isBlank(own(tidy, 'release_version')) ? { ...tidy, release_version: 'latest' } : tidy;
}

function tidyValue(value: Json, shape: Shape | undefined): Json {
  if (isObject(value)) return tidyObject(value, shape);
  const wantsText = typeof shape?.fallback === 'string' && shape.field?.types?.includes('null') !== true;
  return value === null && wantsText ? '' : value;
}
