import type { JsonObject } from '@showrunner/contracts';
import type { Catalog } from '@showrunner/catalog';
import { isObject } from '../json/json.ts';
import { documentShape } from './document-shape.ts';

/** The stack document of somebody who has not chosen anything yet, in canonical key order. */
export function defaultDocument(catalog: Catalog): JsonObject {
  const { fallback } = documentShape(catalog);
  return isObject(fallback) ? fallback : {};
}
