import { type Json, type JsonObject, Problem } from '@showrunner/contracts';
import type { Catalog } from '@showrunner/catalog';
import { isList, isObject, mapValues } from '../json/json.ts';
import { entryShape } from '../shape/document-shape.ts';
import { enter, isSecretValue, rootScope, type Scope, scopeOf } from './scope.ts';

/** What stands in an answer where a secret is stored; sent back, it means "unchanged". */
export const SECRET_MASK = '••••••••';

/** The document with every secret that is not blank replaced by the mask. */
export function maskSecrets(document: JsonObject, catalog: Catalog): JsonObject {
  return maskObject(document, rootScope(catalog));
}

/**
 * An entry with every secret replaced by the mask.
 * @throws Problem `service.unknown`
 */
export function maskEntry(config: JsonObject, catalog: Catalog, serviceKey: string): JsonObject {
  const manifest = catalog.manifest(serviceKey);
  if (manifest === undefined)
    throw new Problem('service.unknown', `There is no service "${serviceKey}" in the catalogue.`);
  return maskObject(config, scopeOf(entryShape(manifest)));
}

/** Any value with the secrets in it replaced by the mask. */
export function maskValue(value: Json, scope: Scope): Json {
  if (isList(value)) return value.map((item, index) => maskValue(item, enter(scope, String(index))));
  if (isObject(value)) return maskObject(value, scope);
  return isSecretValue(value, scope) ? SECRET_MASK : value;
}

function maskObject(object: JsonObject, scope: Scope): JsonObject {
  return mapValues(object, (value, key) => maskValue(value, enter(scope, key)));
}
