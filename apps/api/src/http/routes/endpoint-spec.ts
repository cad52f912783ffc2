import type { Role, TSchema } from '@showrunner/contracts';
import type { Validator } from './validate.ts';

/** One route, declared once: from it come routing, who may call it, validation and its page in the documentation. */
export interface EndpointSpec {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As it is served, without `/api` for the DUMB dialect: `/process/processes`. */
  readonly path: string;
  /** The least role that may call it; `public` needs nobody to be signed in. */
  readonly role: Role | 'public';
  readonly tag: string;
  readonly summary: string;
  readonly body?: TSchema;
  readonly query?: TSchema;
  readonly params?: TSchema;
  readonly response: TSchema;
  /** Default 200. */
  readonly status?: number;
  /** False: although it is no GET it changes nothing, so that it is written down only where it is refused. */
  readonly changes?: false;
  /** Refusals beyond the usual ones (400, 401, 403, 422): status → what it means. */
  readonly errors?: Readonly<Record<number, string>>;
}

/** What the server keeps of a route to decide on each request. */
export interface Endpoint {
  readonly spec: EndpointSpec;
  readonly validateBody?: Validator;
  readonly validateQuery?: Validator;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    endpoint?: Endpoint;
  }
}
