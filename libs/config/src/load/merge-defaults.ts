import type { Json, JsonObject } from '@showrunner/contracts';
import { isObject, mapValues, own, toObject } from '../json/json.ts';
import { documentShape } from '../shape/document-shape.ts';
import type { Shape } from '../shape/shape.ts';
import type { LoadStep } from './load-state.ts';

/**
 * Completes a document with defaults. Known keys stand in canonical order, what only the document has follows in its own
 * order; lists and single values are taken as they are. A block's template instance is put in only where it has none.
 */
export const mergeDefaults: LoadStep = ({ document, warnings }, catalog) => ({
  document: mergeObject(document, documentShape(catalog)),
  warnings,
});

function mergeValue(value: Json | undefined, shape: Shape): Json | undefined {
  if (value === undefined) return shape.fallback;
  if (!isObject(value)) return value;
  if (shape.instances !== undefined) return mergeInstances(value, shape, shape.instances.processName);
  return isObject(shape.fallback) ? mergeObject(value, shape) : value;
}

function mergeObject(value: JsonObject, shape: Shape): JsonObject {
  const known: (readonly [string, Json])[] = [];
  for (const [key, child] of shape.children) {
    if (child.fallback === undefined) continue;
    const merged = mergeValue(own(value, key), child);
    if (merged !== undefined) known.push([key, merged]);
  }
  const placed = new Set(known.map(([key]) => key));
  return toObject([...known, ...Object.entries(value).filter(([key]) => !placed.has(key))]);
}

function mergeInstances(value: JsonObject, shape: Shape, processName: string): Json | undefined {
  const { each } = shape;
  if (Object.keys(value).length === 0 || each === undefined) return shape.fallback;
  return mapValues(value, (instance, name) => {
    if (!isObject(instance)) return instance;
    const isTemplate = name === shape.instances?.template;
    const named =
      isTemplate || Object.hasOwn(instance, 'process_name') ? instance : nameInstance(instance, name, processName);
    return mergeObject(named, each);
  });
}

/** An instance that does not say its name gets one of its own, not the template's. */
function nameInstance(instance: JsonObject, name: string, processName: string): JsonObject {
  return { ...instance, process_name: processName.replaceAll('${instance.name}', name) };
}
