import { parse } from 'node:querystring';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { ArchiveStore } from './archives/archive-store.ts';
import { registerDebrid, registerDebridDownloads } from './debrid/routes.ts';
import { registerFaults } from './faults.ts';
import { registerGithubWeb } from './github/downloads.ts';
import { registerGithubApi } from './github/routes.ts';
import { registerPackageIndex } from './pypi/routes.ts';
import { registerVendors } from './vendors/routes.ts';
import { registerServarrFeeds } from './vendors/servarr.ts';
import { registerToolchains } from './toolchains/routes.ts';

/**
 * Everything outside of this machine that a demo needs, on one port. The caller listens and closes.
 * @param root folder for the archives that are made on demand
 */
export function createSimulator(root: string, options: { readonly logger: boolean }): FastifyInstance {
  const app = fastify({
    logger: options.logger,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
  });
  const archives = new ArchiveStore(join(root, 'archives'));
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, parse(String(body))),
  );
  registerFaults(app);
  app.get('/', async () => ({ name: 'Showrunner simulator', simulated: true }));
  void app.register(async (scope) => registerGithubApi(scope, archives), { prefix: '/github/api' });
  registerGithubWeb(app, archives);
  void app.register(async (scope) => registerDebrid(scope), { prefix: '/debrid/rest/1.0' });
  registerDebridDownloads(app);
  registerServarrFeeds(app, archives);
  registerPackageIndex(app, archives);
  registerToolchains(app, archives);
  registerVendors(app, archives);
  return app;
}
