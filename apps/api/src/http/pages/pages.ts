import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { Type } from '@showrunner/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Endpoint } from '../routes/endpoint-spec.ts';
import { pageHeaders } from '../guards/security-headers.ts';

/** What a file that anybody may load says of itself. */
export const publicFile: Endpoint = {
  spec: {
    method: 'GET',
    path: '*',
    role: 'public',
    tag: 'Pages',
    summary: 'A file of the pages',
    response: Type.Any(),
  },
};

/** Paths that are never a page of the dashboard, whatever the browser accepts. `/metrics` is one, what is below it is not. */
const notPages = /^\/(api|auth\/oidc|docs|scalar|openapi\.json|health|metrics\/[^/]+|assets|socket\.io|ws)(\/|$)/;

/**
 * Serves the built dashboard: its files for ever, and its page for every document navigation, also on paths that the
 * API has too. Without a build, navigations go to the API.
 */
export async function installPages(
  server: FastifyInstance,
  directory: string | undefined,
  pageDomain: () => string,
): Promise<void> {
  if (directory === undefined || !existsSync(join(directory, 'index.html'))) return;
  const page = readFileSync(join(directory, 'index.html'));

  server.addHook('onRequest', (request, reply, done) => {
    if (!isNavigation(request)) return done();
    void reply
      .headers(pageHeaders(request.headers.host ?? '', pageDomain()))
      .type('text/html; charset=utf-8')
      .send(page);
  });

  await server.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, endpoint: publicFile };
    });
    scope.addHook('onRequest', (request, reply, done) => {
      reply.headers(pageHeaders(request.headers.host ?? '', pageDomain()));
      // Names in there carry a digest of their content.
      if (request.url.startsWith('/assets/')) reply.header('cache-control', 'public, max-age=31536000, immutable');
      done();
    });
    await scope.register(fastifyStatic, {
      root: directory,
      wildcard: false,
      index: false,
      preCompressed: true,
      cacheControl: false,
    });
  });
}

function isNavigation(request: FastifyRequest): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  if (!(request.headers.accept ?? '').includes('text/html')) return false;
  const path = request.url.split('?')[0] ?? '';
  return !notPages.test(path) && !/\.[a-z0-9]+$/i.test(path);
}
