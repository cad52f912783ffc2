import { Problem, type Role, roles } from '@showrunner/contracts';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { readClient, type Client } from './client.ts';
import type { Endpoint } from '../routes/endpoint-spec.ts';
import type { KnownHosts } from './known-hosts.ts';
import type { Principal } from './principal.ts';
import { apiHeaders } from './security-headers.ts';

/** Tells who calls. @throws Problem `auth.*` */
export type Recognise = (client: Client) => Principal;

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** First check of every request: whether it is meant for us, and whether the page that sends it may. */
export function guardHosts(server: FastifyInstance, hosts: KnownHosts): void {
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(apiHeaders);
    done(checkHosts(request, hosts));
  });
}

/** Then who calls, and only then what is in the request: nobody learns about fields who may not call. */
export function guardCallers(server: FastifyInstance, recognise: Recognise): void {
  server.decorateRequest('principal', null);
  denyByDefault(server);

  server.addHook('onRequest', (request, _reply, done) => done(checkCaller(request, recognise)));

  server.addHook('preHandler', (request, _reply, done) => {
    try {
      validateFields(request, request.routeOptions.config.endpoint);
      done();
    } catch (error) {
      done(error as Error); // validators throw problems
    }
  });
}

function checkHosts(request: FastifyRequest, hosts: KnownHosts): Problem | undefined {
  const { host, origin } = request.headers;
  if (!hosts.isOurs(host)) {
    return new Problem('auth.forbidden', 'This name is not one of ours; add it to SHOWRUNNER_ALLOWED_HOSTS if it is.');
  }
  // A token cannot be sent by a foreign page without a preflight, which we do not grant.
  const needsOrigin = changing.has(request.method) && request.headers.authorization === undefined;
  if (needsOrigin && !hosts.mayAct(origin, host)) {
    return new Problem('auth.forbidden', 'A page from elsewhere may not change anything here.');
  }
  return undefined;
}

function checkCaller(request: FastifyRequest, recognise: Recognise): Problem | undefined {
  if (request.is404) return undefined;
  const need = request.routeOptions.config.endpoint?.spec.role;
  if (need === 'public') return undefined;
  // Cannot be: such a route fails at the start. If it is, nobody gets through.
  if (need === undefined) return new Problem('auth.forbidden', 'This route says nobody may call it.');
  try {
    // Also who is refused is known from here on: it is written down.
    request.principal = recognise(readClient(request.raw));
    return checkRole(request.principal, need);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function checkRole({ name, role }: Principal, need: Role): Problem | undefined {
  if (roles.indexOf(role) >= roles.indexOf(need)) return undefined;
  return new Problem('auth.forbidden', `This needs the role ${need}; the account ${name} is ${role}.`);
}

function validateFields(request: FastifyRequest, endpoint: Endpoint | undefined): void {
  if (endpoint?.validateQuery) request.query = endpoint.validateQuery(request.query);
  if (endpoint?.validateBody) request.body = endpoint.validateBody(request.body);
}

/** A route that does not say who may call it ends the start of the server. */
function denyByDefault(server: FastifyInstance): void {
  const routes: RouteOptions[] = [];
  server.addHook('onRoute', (route) => void routes.push(route));
  server.addHook('onReady', (done) => {
    const silent = routes
      .filter((route) => route.config?.endpoint === undefined)
      .map((route) => `${String(route.method)} ${route.url}`);
    done(
      silent.length === 0 ? undefined : new Error(`These routes do not say who may call them: ${silent.join(', ')}`),
    );
  });
}
