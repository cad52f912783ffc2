import { Refusal } from './model.ts';

/** The part of OpenAPI that Seerr's own description uses for its bodies and parameters. */
export interface Schema {
  readonly type?: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';
  readonly nullable?: boolean;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly readOnly?: boolean;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly Schema[];
}

interface Fault {
  readonly path: string;
  readonly message: string;
}

/** Holds a body against a schema as Seerr's validator does. @throws Refusal 400 with every fault */
export function validateBody(body: unknown, schema: Schema): void {
  report(faultsOf(body, schema, '/body'));
}

/** Parameters of a query: unknown ones are refused, numbers are read from their text. @throws Refusal 400 */
export function validateQuery(query: URLSearchParams, known: Readonly<Record<string, Schema>>): void {
  for (const name of query.keys()) {
    if (!Object.hasOwn(known, name)) {
      throw new Refusal(400, `Unknown query parameter '${name}'`, [
        { path: `/query/${name}`, message: `Unknown query parameter '${name}'` },
      ]);
    }
  }
  report(
    [...query].flatMap(([name, text]) => faultsOf(toValue(text, known[name]), known[name] ?? {}, `/query/${name}`)),
  );
}

/** A part of the path. @throws Refusal 400 */
export function validateParameter(name: string, text: string, schema: Schema): void {
  report(faultsOf(toValue(text, schema), schema, `/params/${name}`));
}

function toValue(text: string, schema: Schema | undefined): unknown {
  const isNumber = schema?.type === 'number' || schema?.type === 'integer';
  if (isNumber && text === '' && schema.nullable === true) return null;
  return isNumber && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

function report(faults: readonly Fault[]): void {
  const [first] = faults;
  if (first !== undefined)
    throw new Refusal(400, faults.map((fault) => `request${fault.path} ${fault.message}`).join(', '), faults);
}

function faultsOf(value: unknown, schema: Schema, path: string): readonly Fault[] {
  if (schema.readOnly === true) return [{ path, message: 'is read-only' }];
  if (value === null) return schema.nullable === true ? [] : [{ path, message: `must be ${schema.type ?? 'a value'}` }];
  if (schema.oneOf !== undefined) {
    const fits = schema.oneOf.some((choice) => faultsOf(value, choice, path).length === 0);
    return fits ? [] : [{ path, message: 'must match exactly one schema in oneOf' }];
  }
  if (!isOfType(value, schema.type)) return [{ path, message: `must be ${schema.type ?? 'a value'}` }];
  if (schema.enum !== undefined && !schema.enum.includes(String(value)))
    return [{ path, message: `must be equal to one of the allowed values: ${schema.enum.join(', ')}` }];
  if (schema.minimum !== undefined && Number(value) < schema.minimum)
    return [{ path, message: `must be >= ${schema.minimum}` }];
  if (Array.isArray(value))
    return value.flatMap((item, index) => faultsOf(item, schema.items ?? {}, `${path}/${index}`));
  if (typeof value !== 'object') return [];
  const members = value as Readonly<Record<string, unknown>>;
  return [
    ...(schema.required ?? [])
      .filter((name) => !Object.hasOwn(members, name))
      .map((name) => ({ path: `${path}/${name}`, message: `must have required property '${name}'` })),
    ...Object.entries(schema.properties ?? {})
      .filter(([name]) => Object.hasOwn(members, name))
      .flatMap(([name, member]) => faultsOf(members[name], member, `${path}/${name}`)),
  ];
}

function isOfType(value: unknown, type: Schema['type']): boolean {
  switch (type) {
    case undefined:
      return true;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && !Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}
