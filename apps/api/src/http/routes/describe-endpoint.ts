import { ApiBearerAuth, ApiBody, ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DumbFailure, DumbFaults, ProblemView, type TSchema } from '@showrunner/contracts';
import type { EndpointSpec } from './endpoint-spec.ts';

type Schema = Extract<Parameters<typeof ApiResponse>[0], { schema: unknown }>['schema'];

/** The decorators that give a route its page in the OpenAPI document, taken from the same schemas that validate it. */
export function describeEndpoint(spec: EndpointSpec): (MethodDecorator & ClassDecorator)[] | MethodDecorator[] {
  const native = spec.path.startsWith('/api/native');
  const failure = native ? ProblemView : DumbFailure;
  const responses = [
    ApiResponse({ status: spec.status ?? 200, description: 'Done', schema: plain(spec.response) }),
    ...Object.entries(refusalsOf(spec, native)).map(([status, description]) =>
      ApiResponse({
        status: Number(status),
        description,
        schema: plain(status === '422' && !native ? DumbFaults : failure),
      }),
    ),
  ];
  return [
    ApiTags(spec.tag),
    ApiOperation({ summary: spec.summary, description: `Needs: ${spec.role === 'public' ? 'nothing' : spec.role}.` }),
    ...responses,
    ...(spec.role === 'public' ? [] : [ApiBearerAuth()]),
    ...(spec.body ? [ApiBody({ schema: plain(spec.body), required: true })] : []),
    ...fieldsOf(spec.query).map(([name, schema, required]) => ApiQuery({ name, schema: plain(schema), required })),
    ...fieldsOf(spec.params).map(([name, schema]) => ApiParam({ name, schema: plain(schema) })),
  ];
}

function refusalsOf(spec: EndpointSpec, native: boolean): Readonly<Record<number, string>> {
  const invalid = spec.body || spec.query ? { [native ? 400 : 422]: 'A field is missing or wrong' } : {};
  const guarded = spec.role === 'public' ? {} : { 401: 'Nobody is signed in', 403: 'Not allowed for this account' };
  return { ...invalid, ...guarded, ...spec.errors };
}

/** JSON Schema without the symbols that the schema library keeps for itself. */
function plain(schema: TSchema): Schema {
  // A JSON Schema is what an OpenAPI 3.1 document holds; the library's type is of 3.0.
  return JSON.parse(JSON.stringify(schema)) as Schema;
}

function fieldsOf(schema: TSchema | undefined): [string, TSchema, boolean][] {
  if (schema === undefined) return [];
  const properties = schema.properties as Record<string, TSchema>; // query and params are always objects
  const required = (schema.required ?? []) as readonly string[];
  return Object.entries(properties).map(([name, field]) => [name, field, required.includes(name)]);
}
