import { controllers } from '../app.module.ts';
import type { Endpoint, EndpointSpec } from '../http/routes/endpoint-spec.ts';

/** Every route that is declared, found in the way in which the server finds them. */
export const allSpecs: readonly EndpointSpec[] = controllers.flatMap((controller) =>
  Object.getOwnPropertyNames(controller.prototype).flatMap((name) => {
    const method: unknown = Object.getOwnPropertyDescriptor(controller.prototype, name)?.value;
    if (typeof method !== 'function') return [];
    const config = Reflect.getMetadata('__fastify_route_config__', method) as { endpoint?: Endpoint } | undefined;
    return config?.endpoint ? [config.endpoint.spec] : [];
  }),
);

/** `GET /auth/users` */
export const nameOfSpec = ({ method, path }: EndpointSpec): string => `${method} ${path}`;
