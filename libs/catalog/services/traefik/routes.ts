import type { Json, JsonObject } from '@showrunner/contracts';

/** A web page of a service that is switched on, as the planner lists them (`system.pages`). */
export interface Page {
  readonly service: string;
  /** Name in addresses. */
  readonly name: string;
  readonly port: number;
  readonly path: string;
  readonly prefix: string;
}

/** The middleware with which Authelia asks for a sign-in, under the name that people's own routes refer to. */
export const forwardAuth = 'dumb-authelia-forward-auth';

/** Paths that Emby and Jellyfin ask for as if they were served from the root. */
const mediaPaths = 'wizard|strings|scripts|lib|assets|fonts|images|css|js|sw\\.js';

/**
 * Routes to the pages of services: `/service/ui/<name>/` leads to the service.
 * @param guarded whether each asks Authelia first
 */
export function pageRoutes(pages: readonly Page[], guarded: boolean): JsonObject {
  if (pages.length === 0) return {};
  const routers: Record<string, Json> = {};
  const services: Record<string, Json> = {};
  const middlewares: Record<string, Json> = {
    ui_frame_headers: {
      headers: {
        customResponseHeaders: {
          'X-Frame-Options': 'SAMEORIGIN',
          'Content-Security-Policy': "frame-ancestors 'self'",
        },
      },
    },
  };
  for (const page of pages) {
    const name = toRouteName(page.name);
    const root = `/service/ui/${name}`;
    middlewares[`${name}_strip`] = { stripPrefix: { prefixes: [root] } };
    const chain = [...(guarded ? [`${forwardAuth}@file`] : []), `${name}_strip`];
    if (page.path !== '/' && page.path !== '') {
      middlewares[`${name}_root`] = { replacePathRegex: { regex: '^/?$', replacement: page.path } };
      chain.push(`${name}_root`);
    }
    if (page.prefix === '/web') {
      middlewares[`${name}_web`] = {
        replacePathRegex: { regex: `^/(index\\.html|(?:${mediaPaths}).*)$`, replacement: '/web/$1' },
      };
      chain.push(`${name}_web`);
    }
    const service = page.service === 'traefik' ? 'api@internal' : name;
    if (service === name) {
      services[name] = { loadBalancer: { servers: [{ url: `http://127.0.0.1:${page.port}` }] } };
    }
    const rule = `Path(\`${root}\`) || PathPrefix(\`${root}/\`)`;
    routers[name] = { entryPoints: ['web'], rule, middlewares: [...chain, 'ui_frame_headers'], service };
  }
  const http = { routers, middlewares, ...(Object.keys(services).length > 0 ? { services } : {}) };
  return { http };
}

/** A person's own routes and middlewares, from the fields `services` and `middlewares` of the entry. */
export function ownRoutes(entry: JsonObject): JsonObject {
  const own = objectOf(entry['services']);
  const routers: Record<string, Json> = {};
  const services: Record<string, Json> = {};
  for (const [name, value] of Object.entries(own)) {
    const { url, middlewares } = objectOf(value);
    if (typeof url !== 'string' || url === '') continue;
    const chain = Array.isArray(middlewares) ? { middlewares } : {};
    routers[name] = { entryPoints: ['web'], rule: `PathPrefix(\`/${name}\`)`, service: name, ...chain };
    services[name] = { loadBalancer: { servers: [{ url }] } };
  }
  const middlewares = objectOf(entry['middlewares']);
  const parts = { routers, services, middlewares };
  const http = Object.fromEntries(Object.entries(parts).filter(([, part]) => Object.keys(part).length > 0));
  return Object.keys(http).length === 0 ? {} : { http };
}

/** The middleware that asks Authelia, where that is switched on. */
export function autheliaRoutes(pages: readonly Page[]): JsonObject {
  const authelia = pages.find(({ service }) => service === 'authelia');
  if (authelia === undefined) return {};
  const forward = {
    address: `http://127.0.0.1:${authelia.port}/api/authz/forward-auth`,
    trustForwardHeader: true,
    authResponseHeaders: ['Remote-User', 'Remote-Groups', 'Remote-Name', 'Remote-Email'],
  };
  return { http: { middlewares: { [forwardAuth]: { forwardAuth: forward } } } };
}

/** A name as it stands in addresses and in names of routers. */
export function toRouteName(name: string): string {
  return name.replace(/[\s/]/g, '_').toLowerCase();
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}; // no list
}
