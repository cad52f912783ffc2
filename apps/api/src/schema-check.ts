import type { TSchema } from '@showrunner/contracts';
import { Ajv, type ErrorObject, type SchemaObject, type ValidateFunction } from 'ajv';

/** Whether a value is what a schema says; `errors` are those of the last value that was not. */
export interface SchemaCheck<T> {
  (value: unknown): value is T;
  errors(): readonly ErrorObject[];
}

// The schemas are ours and are held against their own meta-schema in a test, so that a start need not do it.
const ajv = new Ajv({ allErrors: true, strict: false, validateSchema: false, meta: false });

/** Makes the check of a schema. It is compiled when it is first needed: most of an API is not used in most starts. */
export function schemaCheck<T>(schema: TSchema): SchemaCheck<T> {
  const plain: SchemaObject = schema;
  let compiled: ValidateFunction<T> | undefined;
  const check = (value: unknown): value is T => (compiled ??= ajv.compile<T>(plain))(value);
  return Object.assign(check, { errors: () => compiled?.errors ?? [] });
}
