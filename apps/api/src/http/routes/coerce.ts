import type { TSchema } from '@showrunner/contracts';

const words: Readonly<Record<string, boolean>> = {
  true: true,
  '1': true,
  yes: true,
  on: true,
  t: true,
  y: true,
  false: false,
  '0': false,
  no: false,
  off: false,
  f: false,
  n: false,
};

/**
 * A value with the readings that the original allows: words for booleans, numerals for numbers, defaults filled in.
 * What does not fit is left as it is for the validator to refuse. The input is never changed.
 */
export function coerce(schema: TSchema, value: unknown): unknown {
  if (Array.isArray(schema.anyOf)) return coerceAny(schema.anyOf as readonly TSchema[], value);
  switch (schema.type) {
    case 'boolean':
      return toBoolean(value);
    case 'integer':
    case 'number':
      return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
    case 'array':
      return Array.isArray(value) ? value.map((item) => coerce(schema.items as TSchema, item)) : value;
    case 'object':
      return isObject(value) ? coerceObject(schema, value) : value;
    default:
      return value;
  }
}

function coerceAny(members: readonly TSchema[], value: unknown): unknown {
  for (const member of members) {
    const coerced = coerce(member, value);
    if (coerced !== value) return coerced;
  }
  return value;
}

function coerceObject(schema: TSchema, value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const properties = (schema.properties ?? {}) as Record<string, TSchema>;
  const result: Record<string, unknown> = { ...value };
  for (const [key, field] of Object.entries(properties)) {
    if (result[key] !== undefined) result[key] = coerce(field, result[key]);
    else if (field.default !== undefined) result[key] = field.default;
  }
  return result;
}

function toBoolean(value: unknown): unknown {
  if (value === 1) return true;
  if (value === 0) return false;
  return typeof value === 'string' ? (words[value.toLowerCase()] ?? value) : value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
