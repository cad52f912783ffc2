import type { Logger } from '@showrunner/platform';
import type { FastifyInstance } from 'fastify';

/** Writes each answered request into our own log, for whoever has switched that on. Queries stay out: they may hold tokens. */
export function tellRequests(server: FastifyInstance, logger: Logger): void {
  server.addHook('onResponse', (request, reply, done) => {
    const path = request.url.split('?')[0] ?? '';
    const ms = Math.round(reply.elapsedTime);
    logger.debug('http.answered', { method: request.method, path, status: reply.statusCode, ms });
    done();
  });
}
