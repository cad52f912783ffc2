import 'reflect-metadata';
import { once } from 'node:events';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { getIn } from '@showrunner/config';
import type { InstallCache } from '@showrunner/installer';
import type { Mailer, SystemMetricsReader } from '@showrunner/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppModule } from './app.module.ts';
import { openAuditLog } from './audit/audit-log.ts';
import { recordRequests } from './audit/record-requests.ts';
import { openSeerrSync } from './composition/open-seerr-sync.ts';
import { openAuth } from './auth/open-auth.ts';
import { installBodyParser } from './http/routes/body-parser.ts';
import { guardFloods } from './http/guards/floods.ts';
import { guardCallers, guardHosts } from './http/guards/guards.ts';
import { createKnownHosts, type KnownHosts } from './http/guards/known-hosts.ts';
import { watchRoutes } from './http/routes/not-found.ts';
import { installPages } from './http/pages/pages.ts';
import { ProblemFilter } from './http/problem.filter.ts';
import { describeApi, installReference } from './http/pages/reference.ts';
import { tellRequests } from './http/tell-requests.ts';
import { rewriteUrl } from './http/rewrite-url.ts';
import { createChannels } from './live/channels/channels.ts';
import { createLogSource } from './live/logs/log-source.ts';
import { SocketAdapter } from './live/socket-adapter.ts';
import { guessNotice } from './notices/guess-notice.ts';
import { openNotices } from './notices/open-notices.ts';
import type { OwnLog } from './own-log/own-log.ts';
import { openMetrics } from './metrics/open-metrics.ts';
import type { Parts } from './parts.ts';
import type { ServedPlatform, ServedStack, ServerSettings } from './served.ts';
import { openServicePages } from './service-pages/service-pages.ts';
import { readPageSettings } from './service-pages/settings.ts';
import { isPageOrigin } from './service-pages/strangers.ts';
import { createStackReader } from './stack-reader.ts';

const largestBodyBytes = 2 * 1024 * 1024;

export interface ServerOptions {
  readonly stack: ServedStack;
  readonly cache: InstallCache;
  readonly platform: ServedPlatform;
  readonly metrics: SystemMetricsReader;
  readonly mailer: Mailer;
  readonly ownLog: OwnLog;
  readonly settings: ServerSettings;
  /** bcrypt's cost, lower only in tests. */
  readonly passwordRounds?: number;
}

/** A server that answers. */
export interface RunningServer {
  readonly url: string;
  readonly port: number;
  readonly extraPorts: readonly number[];
  /** Whether there is no account yet, so that the one-time code is worth printing. */
  readonly needsSetup: boolean;
  /** Tells people that the stack was brought up, and how that went. */
  noteStarted(): void;
  /** Ends sockets and requests. The stack is its owner's to close. */
  close(): Promise<void>;
}

/** Serves the stack: every wire, every socket, the dashboard, on one listener. Resolves when it answers. */
export async function createServer(options: ServerOptions): Promise<RunningServer> {
  const { stack, platform, settings } = options;
  const own = await openOwnParts(options);
  const listening: number[] = [];
  const hosts = createKnownHosts({
    listenHost: settings.host,
    allowed: settings.allowedHosts,
    origins: () => readOrigins(stack),
    isStranger: (origin) =>
      isPageOrigin(origin, { services: own.reader.services(), held: settings.pagePorts, domain: pageDomain(stack) }),
  });
  const pages = await openServicePages(own, {
    hosts,
    dashboardPorts: () => listening,
    origins: () => readOrigins(stack),
    held: settings.pagePorts,
  });
  const parts: Parts = { ...own, pages };
  const channels = createChannels(parts);
  const { app, sockets } = await buildApp(parts, channels, hosts);
  await app.listen({ host: settings.host, port: settings.port });
  const twins = await listenTwins(sockets, settings);
  // The first sample is slow, and shares are measured against the one before.
  parts.metrics.sampler
    .sample(0)
    .catch((error: unknown) => platform.logger.warn('metrics.sample-failed', { error: String(error) }));
  const port = portOf(app.getHttpServer());
  listening.push(port, ...twins.map(portOf));
  await pages.settle();
  return {
    url: `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`,
    port,
    extraPorts: twins.map(portOf),
    get needsSetup() {
      return parts.auth.store.peek()?.accounts.length === 0;
    },
    noteStarted: () => parts.notices.noteStarted(),
    async close() {
      await pages.close();
      channels.hub.close();
      await sockets.dispose();
      for (const server of [app.getHttpServer(), ...twins]) server.closeAllConnections();
      for (const twin of twins) twin.close();
      await app.close();
      await parts.notices.close();
      parts.reader.close();
      await parts.seerrSync.close();
      await parts.metrics.close();
      parts.audit.close();
      // What nobody waited for: sessions that ended with an account, when a token was used.
      await Promise.all([parts.auth.sessions.whenSaved(), parts.auth.apiTokens.whenSaved()]);
    },
  };
}

async function openOwnParts(options: ServerOptions): Promise<Omit<Parts, 'pages'>> {
  const { stack, platform, settings } = options;
  const reader = createStackReader(stack);
  const logs = createLogSource(stack, platform);
  const metrics = openMetrics({ ...options, reader });
  const seerrSync = await openSeerrSync(stack, platform);
  const { sampler } = metrics;
  const notices = await openNotices({ ...options, sampler, directory: `${settings.dataRoot}/config/notifications` });
  const auth = await openAuth({
    ...options,
    ...settings,
    directory: `${settings.dataRoot}/config/.showrunner/auth`,
    dumbUsersPath: settings.dumbUsersPath ?? `${settings.dataRoot}/config/users.json`,
    onGuessing: (guessing) => notices.tell(guessNotice(guessing)),
  });
  return {
    stack,
    cache: options.cache,
    reader,
    auth,
    audit: openAuditLog(platform, `${settings.dataRoot}/config/.showrunner/audit.sqlite`),
    notices,
    logs,
    ownLog: options.ownLog,
    metrics,
    seerrSync,
    platform,
    settings,
    startedAt: platform.clock.now(),
  };
}

async function buildApp(parts: Parts, channels: ReturnType<typeof createChannels>, hosts: KnownHosts) {
  const sockets: { adapter?: SocketAdapter } = {};
  const adapter = new ApiAdapter({
    bodyLimit: largestBodyBytes,
    // As long as headers may be: what is too long here would be answered past all the guards.
    routerOptions: { maxParamLength: 16 * 1024 },
    rewriteUrl: ({ url }: IncomingMessage) => rewriteUrl(url ?? '/'),
    serverFactory: (handle: RequestListener) => {
      sockets.adapter = new SocketAdapter(hosts, parts.settings.arrival);
      return sockets.adapter.createHttpServer(handle);
    },
  });
  // The adapter's own type is that of a server over any kind of socket; ours is plain HTTP.
  const server = adapter.getInstance() as unknown as FastifyInstance;
  adapter.refuseUnknown(watchRoutes(server));
  tellRequests(server, parts.platform.logger);
  guardFloods(server, parts.platform.clock);
  guardHosts(server, hosts);
  recordRequests(server, parts.audit, parts.platform.clock);
  installBodyParser(server);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(parts, channels), adapter, {
    bodyParser: false,
    logger: false,
    abortOnError: false,
  });
  await installPages(server, parts.settings.dashboardDir, () => pageDomain(parts.stack));
  guardCallers(server, (client) => parts.auth.access.recognise(client));
  await installReference(server, () => describeApi(app, parts.settings.version));
  app.useGlobalFilters(new ProblemFilter(parts.platform.logger));
  const socketAdapter = sockets.adapter;
  if (socketAdapter === undefined) throw new Error('The HTTP server was not made');
  app.useWebSocketAdapter(socketAdapter);
  await app.init();
  return { app, sockets: socketAdapter };
}

/** Listens on the further ports. Where one cannot be had, none stays open. */
async function listenTwins(sockets: SocketAdapter, settings: ServerSettings): Promise<readonly Server[]> {
  const twins: Server[] = [];
  try {
    for (const port of settings.extraPorts ?? []) {
      const twin = sockets.createTwin();
      twins.push(twin);
      twin.listen({ host: settings.host, port });
      await once(twin, 'listening');
    }
  } catch (error) {
    for (const twin of twins) twin.close();
    throw error;
  }
  return twins;
}

function portOf(server: Server): number {
  // It listens on a port, not on a pipe.
  return (server.address() as AddressInfo).port;
}

/** Nest would answer what matched nothing by itself; ours knows the methods that would have matched. */
class ApiAdapter extends FastifyAdapter {
  private unknown: ((request: FastifyRequest) => Error) | undefined;

  refuseUnknown(toError: (request: FastifyRequest) => Error): void {
    this.unknown = toError;
  }

  override setNotFoundHandler(): ReturnType<FastifyAdapter['setNotFoundHandler']> {
    return this.getInstance().setNotFoundHandler((request, reply) => {
      // Sent, not thrown: for an address that cannot be read, the framework calls this where nobody catches.
      void reply.send(this.unknown?.(request as unknown as FastifyRequest) ?? new Error('Not found'));
    });
  }
}

/** Domain below which pages of services have names; blank where they have ports. */
function pageDomain(stack: ServedStack): string {
  return readPageSettings(stack.document().effective).domain;
}

/** Origins that the document allows; a star was never one. */
function readOrigins(stack: ServedStack): readonly string[] {
  const origins = getIn(stack.document().effective, ['dumb', 'frontend', 'origins']);
  return [origins ?? []].flat().filter((origin): origin is string => typeof origin === 'string' && origin !== '*');
}
