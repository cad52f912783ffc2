import type { Json, JsonObject } from '@showrunner/contracts';
import { isObject, mapValues } from '../json/json.ts';
import { childShape, type Shape } from '../shape/shape.ts';
import { convert } from './convert.ts';
import { findOverride, type Override, type Overrides } from './variables.ts';

/** What was found while a document was overlaid. */
export interface Findings {
  readonly overridden: { readonly path: readonly string[]; readonly override: Override }[];
  readonly refused: { readonly path: readonly string[]; readonly override: Override; readonly message: string }[];
  readonly warnings: string[];
}

interface Walk {
  readonly overrides: Overrides;
  readonly findings: Findings;
  readonly path: readonly string[];
}

/** The object with each known leaf replaced by its override. Keys that nothing knows are not. */
export function applyOverrides(object: JsonObject, shape: Shape, walk: Walk): JsonObject {
  return mapValues(object, (value, key) => {
    const child = childShape(shape, key);
    if ((child === undefined && shape.open !== true) || isOurs(walk.path, key)) return value;
    return applyTo(value, key, child, { ...walk, path: [...walk.path, key] });
  });
}

/** The form of the document is what its text is in; saying otherwise does not change the text. */
function isOurs(path: readonly string[], key: string): boolean {
  return path.length === 0 && key === 'config_version';
}

function applyTo(value: Json, key: string, shape: Shape | undefined, walk: Walk): Json {
  if (!isObject(value)) return replace(value, key, walk);
  // A free map can be given as a whole; what is in it can then still be overridden one by one.
  const whole = shape?.open === true ? replace(value, key, walk) : value;
  if (!isObject(whole)) return whole;
  return applyOverrides(whole, shape ?? freeMap, walk);
}

const freeMap: Shape = { children: new Map(), open: true };

function replace(value: Json, key: string, { overrides, findings, path }: Walk): Json {
  const override = findOverride(path, overrides);
  if (override === undefined) return value;
  const converted = convert(override.raw, value, key);
  const source = `${override.name} (${override.from})`;
  if ('refused' in converted) {
    findings.refused.push({ path, override, message: converted.refused });
    return value;
  }
  if ('ignored' in converted) {
    findings.warnings.push(`${source} is ignored: ${converted.ignored}.`);
    return value;
  }
  if (converted.doubt !== undefined) findings.warnings.push(`${source}: ${converted.doubt}.`);
  findings.overridden.push({ path, override });
  return converted.value;
}
