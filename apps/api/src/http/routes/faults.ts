import type { FieldFault } from '@showrunner/contracts';
import type { ErrorObject } from 'ajv';

type Shape = Pick<FieldFault, 'type' | 'msg'> & { readonly ctx?: Record<string, unknown> };

const parsing = { query: true, params: true, body: false };

/** What the validator found, one fault a place, in the words that clients of the original know. */
export function toFaults(errors: readonly ErrorObject[], place: keyof typeof parsing, input: unknown): FieldFault[] {
  if (input === undefined || (input === null && errors[0]?.instancePath === '')) {
    return [{ type: 'missing', loc: [place], msg: 'Field required', input: null }];
  }
  const faults = new Map<string, FieldFault>();
  for (const error of errors) {
    // A union reports every branch; the one that allows null is never the one that was meant.
    if (error.keyword === 'anyOf' || (error.keyword === 'type' && error.params['type'] === 'null')) continue;
    const path = error.instancePath.split('/').slice(1).map(unescape);
    const own = ownKey(error);
    const loc = [place, ...path, ...(own === undefined ? [] : [own])];
    const value = valueAt(input, own !== undefined && error.keyword !== 'required' ? [...path, own] : path);
    const { ctx, ...shape } = shapeOf(error, parsing[place], value);
    const at = place === 'query' && shape.type === 'missing' ? null : value;
    const key = loc.join('/');
    if (!faults.has(key)) faults.set(key, { ...shape, loc, input: at ?? null, ...(ctx ? { ctx } : {}) });
  }
  return [...faults.values()];
}

function shapeOf(error: ErrorObject, parsed: boolean, value: unknown): Shape {
  const limit: unknown = error.params['limit'];
  switch (error.keyword) {
    case 'required':
      return { type: 'missing', msg: 'Field required' };
    case 'additionalProperties':
      return { type: 'extra_forbidden', msg: 'Extra inputs are not permitted' };
    case 'minimum':
      return {
        type: 'greater_than_equal',
        msg: `Input should be greater than or equal to ${limit}`,
        ctx: { ge: limit },
      };
    case 'maximum':
      return { type: 'less_than_equal', msg: `Input should be less than or equal to ${limit}`, ctx: { le: limit } };
    case 'minLength':
      return { type: 'string_too_short', msg: `String should have at least ${limit} characters` };
    case 'maxLength':
      return { type: 'string_too_long', msg: `String should have at most ${limit} characters` };
    case 'enum':
      return {
        type: 'literal_error',
        msg: `Input should be one of: ${(error.params['allowedValues'] as unknown[]).join(', ')}`,
      };
    case 'type':
      return typeShape(String(error.params['type']), parsed || typeof value === 'string');
    default:
      return { type: error.keyword, msg: error.message ?? 'Input is not valid' };
  }
}

function typeShape(type: string, parsed: boolean): Shape {
  switch (type) {
    case 'string':
      return { type: 'string_type', msg: 'Input should be a valid string' };
    case 'boolean':
      return parsed
        ? { type: 'bool_parsing', msg: 'Input should be a valid boolean, unable to interpret input' }
        : { type: 'bool_type', msg: 'Input should be a valid boolean' };
    case 'integer':
      return parsed
        ? { type: 'int_parsing', msg: 'Input should be a valid integer, unable to parse string as an integer' }
        : { type: 'int_type', msg: 'Input should be a valid integer' };
    case 'number':
      return { type: parsed ? 'float_parsing' : 'float_type', msg: 'Input should be a valid number' };
    case 'array':
      return { type: 'list_type', msg: 'Input should be a valid list' };
    default:
      return { type: 'model_attributes_type', msg: 'Input should be a valid dictionary or object' };
  }
}

function ownKey(error: ErrorObject): string | undefined {
  if (error.keyword === 'required') return String(error.params['missingProperty']);
  if (error.keyword === 'additionalProperties') return String(error.params['additionalProperty']);
  return undefined;
}

function valueAt(input: unknown, path: readonly string[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[key]; // any object or array of parsed JSON
  }
  return value;
}

function unescape(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
