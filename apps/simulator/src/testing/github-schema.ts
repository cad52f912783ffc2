import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';

interface Description {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          { responses: Readonly<Record<string, { content?: Readonly<Record<string, { schema: object }>> }>> }
        >
      >
    >
  >;
}

const file = createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.deref.json');
const description = JSON.parse(readFileSync(file, 'utf8')) as Description; // GitHub's own description of its interface.
const ajv = new Ajv({ strict: false, validateFormats: false });

/** What GitHub's description says against a body; empty where it agrees. */
export function disagreements(path: string, status: number, body: unknown): readonly string[] {
  const schema = description.paths[path]?.['get']?.responses[String(status)]?.content?.['application/json']?.schema;
  if (schema === undefined) throw new Error(`GitHub describes no ${status} of ${path}`);
  const validate = ajv.compile(withoutNullable(schema) as object);
  return validate(body) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
}

/** OpenAPI 3.0 says `nullable` also where no type stands beside it; JSON Schema says it as a choice. */
function withoutNullable(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutNullable);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, withoutNullable(value)]),
  );
  return nullable === true ? { anyOf: [rest, { type: 'null' }] } : rest;
}
