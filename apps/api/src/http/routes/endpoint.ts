import { applyDecorators, HttpCode, RequestMapping, RequestMethod } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { describeEndpoint } from './describe-endpoint.ts';
import type { Endpoint, EndpointSpec } from './endpoint-spec.ts';
import { compileValidator } from './validate.ts';

/** Declares a controller method as a route. */
export function Route(spec: EndpointSpec): MethodDecorator {
  const endpoint: Endpoint = {
    spec,
    ...(spec.body ? { validateBody: compileValidator(spec.body, 'body') } : {}),
    ...(spec.query ? { validateQuery: compileValidator(spec.query, 'query') } : {}),
  };
  return applyDecorators(
    RequestMapping({ path: spec.path, method: RequestMethod[spec.method] }),
    HttpCode(spec.status ?? 200),
    RouteConfig({ endpoint }),
    ...describeEndpoint(spec),
  );
}
