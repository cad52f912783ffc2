import type { Json, JsonObject } from '@showrunner/contracts';
import type { FieldSpec } from '@showrunner/catalog';
import { isList, isObject, toObject } from '../json/json.ts';
import type { Shape } from '../shape/shape.ts';
import { conventions, isPortKey } from './conventions.ts';

/** The JSON Schema of one place of the document, self-contained: no references. */
export function schemaOfShape(shape: Shape, key = ''): JsonObject {
  const inferred = { ...inferType(shape.fallback, key), ...(Object.hasOwn(conventions, key) ? conventions[key] : {}) };
  return { ...inferred, ...structureOf(shape, inferred), ...fieldRules(shape, inferred), ...defaultOf(shape, key) };
}

function inferType(fallback: Json | undefined, key: string): JsonObject {
  switch (typeof fallback) {
    case 'string':
      return { type: 'string' };
    case 'boolean':
      return { type: 'boolean' };
    case 'number':
      return isPortKey(key) ? { type: 'integer', minimum: 1, maximum: 65535 } : { type: 'number' };
    case 'object':
      if (isList(fallback)) return { type: 'array', ...itemType(fallback) };
      return fallback === null ? {} : { type: 'object' };
    default:
      return {};
  }
}

function itemType(list: readonly Json[]): JsonObject {
  const [first] = list;
  const uniform = typeof first === 'string' && list.every((item) => typeof item === 'string');
  return uniform ? { items: { type: 'string' } } : {};
}

function structureOf(shape: Shape, inferred: JsonObject): JsonObject {
  const each = shape.each === undefined ? undefined : schemaOfShape(shape.each);
  if (shape.instances !== undefined && each !== undefined) return { patternProperties: { '.*': each } };
  const types = [inferred['type'], ...(shape.field?.types ?? [])].flat();
  if (types.includes('array')) return each === undefined ? {} : { items: each };
  if (!types.includes('object') && shape.children.size === 0) return {};
  const properties = [...shape.children].map(([key, child]) => [key, schemaOfShape(child, key)] as const);
  const others = shape.closed === true ? false : (each ?? inferred['additionalProperties'] ?? true);
  return {
    type: inferred['type'] ?? 'object',
    ...(properties.length > 0 ? { properties: toObject(properties) } : {}),
    ...(shape.required !== undefined && shape.required.length > 0 ? { required: shape.required } : {}),
    additionalProperties: others,
  };
}

function fieldRules({ field, fallback }: Shape, inferred: JsonObject): JsonObject {
  if (field === undefined) return {};
  return {
    ...(field.label === undefined ? {} : { title: field.label }),
    ...(field.description === undefined ? {} : { description: field.description }),
    ...typeRule(field, inferred),
    ...choiceRule(field, fallback),
    ...(field.pattern === undefined ? {} : { pattern: field.pattern }),
    ...(field.minimum === undefined ? {} : { minimum: field.minimum }),
    ...(field.maximum === undefined ? {} : { maximum: field.maximum }),
    ...(field.secret === true ? { writeOnly: true } : {}),
    ...(field.derived === true ? { readOnly: true } : {}),
  };
}

function typeRule(field: FieldSpec, inferred: JsonObject): JsonObject {
  if (field.types === undefined) return {};
  const types = new Set([...[inferred['type'] ?? []].flat(), ...field.types]);
  if (types.has('number')) types.delete('integer');
  return { type: types.size === 1 ? ([...types][0] ?? 'string') : [...types] };
}

/** A default is always one of the choices, and so is every item of a default list. */
function choiceRule(field: FieldSpec, fallback: Json | undefined): JsonObject {
  if (field.enum === undefined) return {};
  if (isList(fallback)) return { items: { enum: [...new Set([...field.enum, ...fallback])] } };
  return { enum: [...new Set<Json>([...field.enum, ...(fallback === undefined ? [] : [fallback])])] };
}

/** Names have no default: a form that filled it in would give two instances one name. */
function defaultOf(shape: Shape, key: string): JsonObject {
  if (shape.fallback === undefined || isObject(shape.fallback) || key === 'process_name') return {};
  return { default: shape.fallback };
}
