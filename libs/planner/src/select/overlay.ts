import type { Json, JsonObject } from '@showrunner/contracts';
import { getIn, setIn } from '@showrunner/config';
import { isEqual, isObject } from '../json.ts';

/** A value that the environment or a secret lays over the document. It is used, never saved. */
export interface OverlaidValue {
  readonly path: readonly string[];
  readonly value: Json;
}

/** Where the effective document differs from the stored one. */
export function overlaidValues(stored: JsonObject, effective: JsonObject): readonly OverlaidValue[] {
  const found: OverlaidValue[] = [];
  const walk = (before: JsonObject, after: JsonObject, path: readonly string[]): void => {
    if (before === after) return;
    for (const [key, value] of Object.entries(after)) {
      const old = before[key];
      if (isObject(old) && isObject(value)) walk(old, value, [...path, key]);
      else if (!isEqual(old, value)) found.push({ path: [...path, key], value });
    }
  };
  walk(stored, effective, []);
  return found;
}

/** The effective form of another stored document: the same values laid over what is still there. */
export function layOver(document: JsonObject, overlaid: readonly OverlaidValue[]): JsonObject {
  return overlaid.reduce(
    (result, { path, value }) => (getIn(result, path) === undefined ? result : setIn(result, path, value)),
    document,
  );
}
