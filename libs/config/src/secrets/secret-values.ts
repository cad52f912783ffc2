import type { Json, JsonObject } from '@showrunner/contracts';
import type { Catalog } from '@showrunner/catalog';
import { isList, isObject } from '../json/json.ts';
import { defaultDocument } from '../shape/default-document.ts';
import { encodeForUrl } from './encode.ts';
import { passwordInUrl } from './looks-secret.ts';
import { enter, isSecretValue, rootScope, type Scope } from './scope.ts';

/** A shorter text cannot be redacted: it would black out words that merely contain it. */
const shortest = 6;

/**
 * Every secret of a document, for redaction in logs; longest first. What is shipped as a default is no secret, and texts
 * under six characters are left out. A secret that stands in URLs is known in that form too.
 */
export function secretValues(document: JsonObject, catalog: Catalog): readonly string[] {
  const shipped = collect(defaultDocument(catalog), rootScope(catalog));
  const found = collect(document, rootScope(catalog)).filter(
    (value) => value.length >= shortest && !shipped.includes(value),
  );
  return [...new Set(found.flatMap(writtenForms))].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

function collect(value: Json, scope: Scope): readonly string[] {
  if (isObject(value) || isList(value)) {
    return Object.entries(value).flatMap(([key, child]: [string, Json]) => collect(child, enter(scope, key)));
  }
  if (!isSecretValue(value, scope)) return [];
  const password = typeof value === 'string' ? passwordInUrl(value) : undefined;
  return [String(value).trim(), ...(password === undefined ? [] : [password])];
}

function writtenForms(secret: string): readonly string[] {
  return [secret, encodeForUrl(secret)];
}
