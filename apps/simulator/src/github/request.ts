import type { FastifyRequest } from 'fastify';

/** The simulator as the client sees it. */
export function originOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`;
}

/** How an asset of that name is packed. */
export function formatOf(name: string): 'zip' | 'tar.gz' {
  return name.endsWith('.zip') ? 'zip' : 'tar.gz';
}
