import { type Static, type TSchema, Type } from '@sinclair/typebox';

export { type Static, type TSchema, Type };

/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object, as the stack document and its blocks are. */
export type JsonObject = { readonly [key: string]: Json };

/** A closed set of words as a JSON Schema enum with a literal-union type. */
export function Words<const T extends readonly string[]>(words: T, description?: string) {
  return Type.Unsafe<T[number]>({ type: 'string', enum: [...words], ...(description ? { description } : {}) });
}
