import type { FastifyRequest } from 'fastify';
import type { ArchiveFormat } from '../archives/archive-store.ts';

/** The simulator as the client sees it. */
export function originOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`;
}

/** How an asset of that name is packed. */
export function formatOf(name: string): ArchiveFormat {
  return name.endsWith('.zip') ? 'zip' : name.endsWith('.deb') ? 'deb' : 'tar.gz';
}
