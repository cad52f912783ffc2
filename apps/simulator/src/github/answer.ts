import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** GitHub's error body. */
export function sendError(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send({ message, documentation_url: 'https://docs.github.com/rest', status: String(status) });
}

/** A JSON answer with an ETag; 304 where the client has it already. */
export function sendView(request: FastifyRequest, reply: FastifyReply, view: unknown): FastifyReply {
  const body = JSON.stringify(view);
  const etag = `W/"${createHash('sha256').update(body).digest('hex')}"`;
  reply.header('etag', etag).header('cache-control', 'public, max-age=60, s-maxage=60');
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  return reply.code(200).type('application/json; charset=utf-8').send(body);
}

/** The token that a request brings; GitHub takes both words. */
export function tokenOf(request: FastifyRequest): string | undefined {
  return /^(?:token|bearer)\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}
