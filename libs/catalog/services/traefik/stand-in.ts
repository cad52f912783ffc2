/*
 * Stand-in for Traefik v3.6.6, constructed from its reference of static and dynamic configuration, its API and its log
 * format: reads --configFile, watches the directory of its file provider, routes by Path and PathPrefix.
 */
import { appendFileSync, watch } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { refuse, standInVersion } from '../../stand-in-kit/exit.ts';
import { createLineWriter } from '../../stand-in-kit/log.ts';
import { listen, sendJson, sendPage, sendText, type StandInRequest } from '../../stand-in-kit/server.ts';
import {
  addedHeaders,
  forwardAuthOf,
  readRoutes,
  readStatic,
  rewritePath,
  type Route,
  type StaticConfig,
} from '../../stand-in-kit/traefik-config.ts';

const version = standInVersion('v3.6.6').replace(/^v/, '');
if (process.argv[2] === 'version') {
  process.stdout.write(
    `Version:      ${version}\nCodename:     ramequin (simulated stand-in)\nOS/Arch:      linux/amd64\n`,
  );
  process.exit(0);
}
const write = createLineWriter();
const levels = ['TRC', 'DBG', 'INF', 'WRN', 'ERR', 'FTL'] as const;
const words = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const configFile = process.argv.find((argument) => argument.startsWith('--configFile='))?.slice('--configFile='.length);
if (configFile === undefined) refuse('command traefik error: no configuration file was given (simulated stand-in)');
const config = read(configFile);
const log = (level: (typeof levels)[number], message: string): void => {
  if (levels.indexOf(level) < words.indexOf(config.level.toUpperCase())) return;
  write(`${new Date().toISOString().slice(0, 19)}Z ${level} ${message}`);
};
let routes = load();

log('INF', `Traefik version ${version} built on 2026-01-05T00:00:00Z version=${version}`);
log('INF', 'Starting provider aggregator aggregator.ProviderAggregator');
log('INF', 'Starting provider *file.Provider');
watch(config.directory, () => (routes = load()));
/** Names of the routes that the provider behind the network has. */
let provided: readonly string[] = [];
if (config.provider !== undefined) {
  const { provider } = config;
  log('INF', 'Starting provider *http.Provider');
  await poll(provider.endpoint);
  setInterval(() => void poll(provider.endpoint), provider.intervalMs).unref();
}
await listen({ ...config.web, onFailed: failed('web') }, async (request, response) => {
  const started = Date.now();
  if (/%2f/i.test(request.path) && !config.encodedSlash) return sendText(response, 400, 'Bad Request\n');
  const route = find(request.path);
  const status = await answer(request, response, route);
  record(request, route, status, Date.now() - started);
});
await listen({ ...config.dashboard, onFailed: failed('traefik') }, (request, response) => {
  if (request.path === '/api/version') return sendJson(response, 200, { Version: version, Codename: 'ramequin' });
  if (request.path === '/api/http/routers') {
    return sendJson(
      response,
      200,
      [...routes.map(({ name }) => `${name}@file`), ...provided.map((name) => `${name}@http`)].map((name) => ({
        name,
        status: 'enabled',
        provider: name.replace(/.*@/, ''),
      })),
    );
  }
  if (request.path.startsWith('/dashboard')) return sendPage(response, 'Traefik', [`${routes.length} routes.`]);
  return sendText(response, 404, '404 page not found\n');
});

function read(path: string): StaticConfig {
  try {
    return readStatic(path);
  } catch (error) {
    return refuse(`${new Date().toISOString().slice(0, 19)}Z ERR Command error error="${messageOf(error)}"`);
  }
}

function load(): readonly Route[] {
  try {
    return readRoutes(config.directory);
  } catch (error) {
    log('ERR', `Error occurred during configuration load error="${messageOf(error)}" providerName=file`);
    return [];
  }
}

async function poll(endpoint: string): Promise<void> {
  try {
    const answer = await fetch(endpoint);
    if (!answer.ok) throw new Error(`received non-ok response code: ${answer.status}`);
    const { http } = (await answer.json()) as { readonly http?: { readonly routers?: object } };
    if (http === undefined) throw new Error('field not found, node: http');
    provided = Object.keys(http.routers ?? {});
  } catch (error) {
    log('ERR', `Provider connection error error="${messageOf(error)}" providerName=http`);
  }
}

function find(path: string): Route | undefined {
  return routes.find(({ prefixes }) =>
    prefixes.some((prefix) => path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`)),
  );
}

type Reply = Parameters<typeof sendText>[0];

async function answer(request: StandInRequest, response: Reply, route: Route | undefined): Promise<number> {
  const reply = (status: number, text: string): number => {
    sendText(response, status, text);
    return status;
  };
  if (route === undefined) return reply(404, '404 page not found\n');
  const auth = forwardAuthOf(route.middlewares);
  if (auth !== undefined) {
    const verdict = await fetch(auth, { redirect: 'manual', headers: forwarded(request) });
    const location = verdict.headers.get('location');
    if (location !== null) response.setHeader('location', location);
    if (verdict.status >= 300) return reply(verdict.status, await verdict.text());
  }
  if (route.url === undefined) return reply(200, 'dashboard');
  const path = rewritePath(request.path, route.middlewares);
  const query = request.query.size === 0 ? '' : `?${request.query.toString()}`;
  const body = request.method === 'GET' || request.method === 'HEAD' ? {} : { body: await request.text() };
  try {
    const upstream = await fetch(`${route.url}${path}${query}`, {
      method: request.method,
      redirect: 'manual',
      ...body,
    });
    const type = upstream.headers.get('content-type') ?? 'text/plain';
    response.writeHead(upstream.status, { 'content-type': type, ...addedHeaders(route.middlewares) });
    response.end(Buffer.from(await upstream.arrayBuffer()));
    return upstream.status;
  } catch {
    return reply(502, 'Bad Gateway');
  }
}

/** What a portal is told of a request. What another proxy has said of it already is believed, as `trustForwardHeader` wants. */
function forwarded({ method, path, headers }: StandInRequest): Record<string, string> {
  const told = (name: string): string | undefined => headers[name]?.toString();
  return {
    cookie: headers.cookie ?? '',
    'x-forwarded-method': method,
    'x-forwarded-proto': told('x-forwarded-proto') ?? 'http',
    'x-forwarded-host': told('x-forwarded-host') ?? headers.host ?? '',
    'x-forwarded-uri': told('x-forwarded-uri') ?? path,
  };
}

function record(request: StandInRequest, route: Route | undefined, status: number, ms: number): void {
  if (config.accessLog === undefined) return;
  const client: IncomingMessage['headers']['host'] = request.headers.host ?? '';
  const line = {
    ClientAddr: '127.0.0.1:0',
    RequestHost: client,
    RequestMethod: request.method,
    RequestPath: request.path,
    DownstreamStatus: status,
    Duration: ms * 1e6,
    entryPointName: 'web',
    ...(route === undefined ? {} : { RouterName: `${route.name}@file`, ServiceName: `${route.name}@file` }),
    time: new Date().toISOString(),
  };
  appendFileSync(config.accessLog, `${JSON.stringify(line)}\n`);
}

function failed(entryPoint: string): (error: Error) => never {
  return (error) =>
    refuse(
      `${new Date().toISOString().slice(0, 19)}Z ERR Command error error="building listener: error opening listener: listen tcp: bind: address already in use" entryPointName=${entryPoint} cause=${error.message}`,
    );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
