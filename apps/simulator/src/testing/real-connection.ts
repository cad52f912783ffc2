import { type ConnectionEnd, type ConnectionHooks, services } from '@showrunner/catalog';
import { createFiles, createNetwork, createPostgres, openForeignDatabase } from '@showrunner/host';

/** A connection of a service, with real hands. */
export function openConnection(
  hook: string,
  self: ConnectionEnd,
  peer: ConnectionEnd,
  values: Readonly<Record<string, string>>,
) {
  const hooks: ConnectionHooks | undefined = services.find(({ manifest }) => manifest.key === self.serviceKey)
    ?.connections?.[hook];
  if (hooks === undefined) throw new Error(`${self.serviceKey} has no connection ${hook}`);
  const network = createNetwork();
  const context: Parameters<ConnectionHooks['connect']>[0] = {
    self,
    peer,
    values,
    files: createFiles(),
    http: (request) => network.http({ ...request, timeoutMs: 10_000 }),
    postgres: createPostgres(),
    editDatabase: (path, work) => {
      const database = openForeignDatabase(path);
      try {
        return work(database);
      } finally {
        database.close();
      }
    },
    owner: undefined,
    log: () => undefined,
    signal: AbortSignal.timeout(30_000),
  };
  return { connect: () => hooks.connect(context), disconnect: () => hooks.disconnect(context) };
}
