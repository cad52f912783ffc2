import type { JsonObject } from '@showrunner/contracts';
import { isObject, own } from '../../json/json.ts';

/** One pure change of form. Applying it to a document that needs nothing gives the same document. */
export interface Migration {
  /** The form that the document has afterwards. */
  readonly to: number;
  apply(document: JsonObject): JsonObject;
}

/** The document with one block changed, where there is such a block. */
export function changeBlock(document: JsonObject, key: string, change: (block: JsonObject) => JsonObject): JsonObject {
  const block = own(document, key);
  return isObject(block) ? { ...document, [key]: change(block) } : document;
}

/** The object without some keys. */
export function without(object: JsonObject, ...keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}
