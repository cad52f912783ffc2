import { upstreams } from '@showrunner/catalog/upstream';
import type { FastifyInstance } from 'fastify';
import type { ArchiveStore } from '../archives/archive-store.ts';
import { dockerRegistry, dockerTokens } from '../oci/docker-hub.ts';
import { serveRepositories } from './apt.ts';
import { plexAccounts, plexDownloads } from './plex.ts';
import type { Vendor } from './vendor.ts';

const vendors: Readonly<Record<string, Vendor>> = {
  'plex.tv': plexAccounts,
  'downloads.plex.tv': plexDownloads,
  'registry-1.docker.io': dockerRegistry,
  'auth.docker.io': dockerTokens,
};
const repositories = upstreams.flatMap(({ packages }) => packages ?? []);

/** Every `https://` address of the world at `/at/<host>/…`. What is not played here does not exist: nothing leaves the machine. */
export function registerVendors(app: FastifyInstance, archives: ArchiveStore): void {
  app.route<{ Params: { host: string; '*': string } }>({
    method: ['GET', 'POST'],
    url: '/at/:host/*',
    handler: async (request, reply) => {
      const { host, '*': rest } = request.params;
      const vendor = Object.hasOwn(vendors, host)
        ? vendors[host]
        : serveRepositories(repositories.filter((one) => one.host === host));
      const answer = await vendor?.({ path: `/${rest}`, request, reply, archives });
      return answer ?? reply.code(404).type('text/plain').send(`The simulator has no https://${host}/${rest}\n`);
    },
  });
}
