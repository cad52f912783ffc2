import { Problem } from '@showrunner/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';

interface KnownPath {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

/** What a path that matched nothing is answered with: 405 where another method would have matched, else 404. */
export function watchRoutes(server: FastifyInstance): (request: FastifyRequest) => Problem {
  const known = new Map<string, KnownPath>();
  server.addHook('onRoute', (route) => {
    const entry = known.get(route.url) ?? { pattern: toPattern(route.url), methods: new Set() };
    for (const method of [route.method].flat()) entry.methods.add(method);
    known.set(route.url, entry);
  });
  return (request) => {
    const path = request.url.split('?')[0] ?? '';
    const entry = [...known.values()].find(({ pattern }) => pattern.test(path));
    if (entry === undefined || entry.methods.has(request.method)) return new Problem('request.not-found', 'Not Found');
    return new Problem('request.method', 'Method Not Allowed', { details: { allow: [...entry.methods].join(', ') } });
  };
}

function toPattern(url: string): RegExp {
  const parts = url
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${parts.join('/')}$`);
}
