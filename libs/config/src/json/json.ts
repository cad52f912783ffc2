import type { Json, JsonObject } from '@showrunner/contracts';

/** Whether a value is a JSON object. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is a JSON list. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The value under an own key; a key such as `constructor` never reaches the prototype. */
export function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** An object of entries. Unlike assignment it cannot touch the prototype, whatever the keys are. */
export function toObject(entries: Iterable<readonly [string, Json]>): JsonObject {
  return Object.fromEntries(entries);
}

/** The same object with each value replaced, in the same order. */
export function mapValues(object: JsonObject, change: (value: Json, key: string) => Json): JsonObject {
  return toObject(Object.entries(object).map(([key, value]) => [key, change(value, key)] as const));
}

/** Whether a value is a string with nothing but white space in it. */
export function isBlank(value: Json | undefined): boolean {
  return typeof value === 'string' && value.trim() === '';
}
