import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import yaml from 'yaml';

type Node = Readonly<Record<string, unknown>>;

/** What the stand-in reads from the static configuration. */
export interface StaticConfig {
  readonly web: Address;
  readonly dashboard: Address;
  readonly encodedSlash: boolean;
  readonly level: string;
  readonly accessLog: string | undefined;
  readonly directory: string;
  readonly provider: { readonly endpoint: string; readonly intervalMs: number } | undefined;
}

interface Address {
  readonly host: string;
  readonly port: number;
}

/** Keys that the real program knows at each place; another one ends its start. */
const known: Readonly<Record<string, readonly string[]>> = {
  '': ['global', 'entryPoints', 'api', 'log', 'accessLog', 'providers', 'certificatesResolvers', 'serversTransport'],
  log: ['level', 'filePath', 'format', 'noColor', 'maxSize', 'maxBackups', 'maxAge', 'compress'],
  accessLog: ['filePath', 'format', 'filters', 'fields', 'bufferingSize', 'addInternals'],
  api: ['dashboard', 'insecure', 'debug', 'basePath', 'disableDashboardAd'],
  providers: ['file', 'http', 'docker', 'providersThrottleDuration', 'redis', 'consul'],
  'providers.file': ['directory', 'filename', 'watch', 'debugLogGeneratedTemplate'],
  'providers.http': ['endpoint', 'pollInterval', 'pollTimeout', 'headers', 'tls'],
};

/** Reads and checks it. @throws Error as the real program says it */
export function readStatic(path: string): StaticConfig {
  const root = nodeOf(yaml.parse(readFileSync(path, 'utf8')));
  for (const [place, keys] of Object.entries(known)) {
    const stranger = Object.keys(at(root, place)).find((key) => !keys.includes(key));
    if (stranger !== undefined) throw new Error(`field not found, node: ${stranger}`);
  }
  const directory = textOf(at(root, 'providers.file')['directory']) ?? '';
  if (directory === '')
    throw new Error('error using file configuration provider, neither filename nor directory is defined');
  if (!existsSync(directory)) throw new Error(`error adding file watcher: no such file or directory: ${directory}`);
  return {
    web: addressOf(root, 'web'),
    dashboard: addressOf(root, 'traefik'),
    encodedSlash: at(root, 'entryPoints.web.http.encodedCharacters')['allowEncodedSlash'] === true,
    level: textOf(at(root, 'log')['level']) ?? 'ERROR',
    accessLog: textOf(at(root, 'accessLog')['filePath']),
    directory,
    provider: providerOf(at(root, 'providers.http')),
  };
}

/** A route with what is done on the way. */
export interface Route {
  readonly name: string;
  readonly prefixes: readonly string[];
  readonly middlewares: readonly Node[];
  /** Where it leads; `undefined` is the program itself. */
  readonly url: string | undefined;
}

/** Routes of all files in the directory, the longest prefix first. @throws Error for what is no rule that we know */
export function readRoutes(directory: string): readonly Route[] {
  const files = readdirSync(directory).filter((name) => /\.(ya?ml|toml)$/.test(name));
  const https = files.map((name) => at(nodeOf(yaml.parse(readFileSync(join(directory, name), 'utf8'))), 'http'));
  const all = (kind: string): Node => Object.assign({}, ...https.map((http) => at(http, kind))) as Node;
  const [routers, services, middlewares] = [all('routers'), all('services'), all('middlewares')];
  const routes = Object.entries(routers).map(([name, value]): Route => {
    const router = nodeOf(value);
    const rule = textOf(router['rule']) ?? '';
    const prefixes = [...rule.matchAll(/Path(?:Prefix)?\(`([^`]+)`\)/g)].map(([, prefix = '']) => prefix);
    if (prefixes.length === 0) throw new Error(`error while adding rule ${rule}: unsupported function`);
    const service = textOf(router['service']) ?? '';
    const chain = (Array.isArray(router['middlewares']) ? router['middlewares'] : []).map((reference) => {
      const middleware = middlewares[String(reference).replace(/@file$/, '')];
      if (middleware === undefined) throw new Error(`middleware "${String(reference)}" does not exist`);
      return nodeOf(middleware);
    });
    if (service === 'api@internal') return { name, prefixes, middlewares: chain, url: undefined };
    const servers = at(nodeOf(services[service]), 'loadBalancer')['servers'];
    const url = Array.isArray(servers) ? textOf(nodeOf(servers[0])['url']) : undefined;
    if (url === undefined) throw new Error(`the service "${service}@file" does not exist`);
    return { name, prefixes, middlewares: chain, url };
  });
  const reach = ({ prefixes }: Route) => Math.max(...prefixes.map(({ length }) => length));
  return routes.sort((a, b) => reach(b) - reach(a));
}

/** The path after the middlewares that change it. */
export function rewritePath(path: string, middlewares: readonly Node[]): string {
  return middlewares.reduce((current, middleware) => {
    const prefixes = at(middleware, 'stripPrefix')['prefixes'];
    if (Array.isArray(prefixes)) {
      const prefix = prefixes.map(String).find((one) => current.startsWith(one)) ?? '';
      return current.slice(prefix.length) || '/';
    }
    const { regex, replacement } = at(middleware, 'replacePathRegex');
    if (typeof regex !== 'string') return current;
    return current.replace(new RegExp(regex), String(replacement));
  }, path);
}

/** Headers that middlewares add to an answer. */
export function addedHeaders(middlewares: readonly Node[]): Readonly<Record<string, string>> {
  return Object.assign({}, ...middlewares.map((one) => at(one, 'headers.customResponseHeaders'))) as Record<
    string,
    string
  >;
}

/** Where a request has to be allowed first. */
export function forwardAuthOf(middlewares: readonly Node[]): string | undefined {
  return middlewares.map((one) => textOf(at(one, 'forwardAuth')['address'])).find((address) => address !== undefined);
}

function addressOf(root: Node, name: string): Address {
  const text = textOf(at(root, `entryPoints.${name}`)['address']) ?? '';
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(text) ?? [];
  if (port === '') throw new Error(`error opening listener: address ${text}: missing port in address`);
  return { host: host === '' ? '0.0.0.0' : host, port: Number(port) };
}

function providerOf({ endpoint, pollInterval }: Node): StaticConfig['provider'] {
  const [, seconds = '5'] = /^(\d+)s$/.exec(textOf(pollInterval) ?? '') ?? [];
  const address = textOf(endpoint);
  return address === undefined ? undefined : { endpoint: address, intervalMs: Number(seconds) * 1000 };
}

function at(node: Node, place: string): Node {
  return place === '' ? node : place.split('.').reduce((current, key) => nodeOf(current[key]), node);
}

function nodeOf(value: unknown): Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
