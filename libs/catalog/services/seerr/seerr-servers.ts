import { type Json, type JsonObject, Problem } from '@showrunner/contracts';
import type { HttpResponse } from '@showrunner/platform';
import type { ConnectionContext, ConnectionOutcome } from '../../vocabulary/connections.ts';

export type ServarrKind = 'sonarr' | 'radarr';

/** A server in Seerr's settings. Members that we do not name go back as they came. */
export interface ServarrServer {
  readonly id: number;
  readonly name: string;
  readonly hostname: string;
  readonly port: number;
  readonly apiKey: string;
  readonly useSsl: boolean;
  readonly is4k: boolean;
  readonly isDefault: boolean;
  readonly [member: string]: Json;
}

/** Seerr's list of servers, however it can be changed now. */
export interface SeerrServers {
  servers(kind: ServarrKind): readonly ServarrServer[];
  add(kind: ServarrKind, server: JsonObject): Promise<ConnectionOutcome>;
  change(kind: ServarrKind, server: ServarrServer): Promise<ConnectionOutcome>;
  remove(kind: ServarrKind, server: ServarrServer): Promise<ConnectionOutcome>;
}

const kinds = ['sonarr', 'radarr'] as const;
const notConfigured = 4;

/**
 * Opens Seerr's list of servers by its interface. Before anybody has signed in to a new Seerr, its key acts for nobody and
 * every call is refused; then the list is in its settings file, which it reads when it starts, so it is restarted.
 */
export async function openSeerr(ctx: ConnectionContext): Promise<SeerrServers> {
  const path = ctx.values['settings_file'] ?? '';
  const settings = await readSettings(ctx, path);
  const main = isObject(settings['main']) ? settings['main'] : {};
  const key = ctx.values['forced_key'] || String(main['apiKey'] ?? '');
  if (key === '') throw new Problem('connection.not-ready', `${ctx.self.processName} has not made its API key yet.`);
  const lists = new Map<ServarrKind, readonly ServarrServer[]>();
  for (const kind of kinds) {
    const response = await call(ctx, key, 'GET', `/settings/${kind}`);
    if (response.status === 403 && main['mediaServerType'] === notConfigured) return openFile(ctx, path, settings);
    lists.set(kind, parse(expectSuccess(ctx, response)) as readonly ServarrServer[]); // Seerr's documented list.
  }
  const send = async (method: string, path: string, body?: JsonObject): Promise<ConnectionOutcome> => {
    expectSuccess(ctx, await call(ctx, key, method, path, body));
    return 'done';
  };
  return {
    servers: (kind) => lists.get(kind) ?? [],
    add: (kind, server) => send('POST', `/settings/${kind}`, server),
    // It refuses a body that names the number which it has given itself.
    change: (kind, { id, ...server }) => send('PUT', `/settings/${kind}/${id}`, server),
    remove: (kind, { id }) => send('DELETE', `/settings/${kind}/${id}`),
  };
}

function openFile(ctx: ConnectionContext, path: string, settings: JsonObject): SeerrServers {
  const servers = (kind: ServarrKind) =>
    (Array.isArray(settings[kind]) ? settings[kind] : []) as readonly ServarrServer[]; // Seerr's own list.
  const write = async (kind: ServarrKind, next: readonly JsonObject[]): Promise<ConnectionOutcome> => {
    const mode = (await ctx.files.facts(path))?.mode ?? 0o600;
    const { owner } = ctx;
    await ctx.files.write(path, `${JSON.stringify({ ...settings, [kind]: next }, undefined, 1)}\n`, {
      mode,
      ...(owner === undefined ? {} : { owner }),
    });
    ctx.log(`Nobody has signed in to ${ctx.self.processName} yet, so it was written into its settings.`);
    return 'restart-self';
  };
  return {
    servers,
    add: (kind, server) => {
      const id = Math.max(-1, ...servers(kind).map((known) => known.id)) + 1;
      return write(kind, [...servers(kind), { ...server, id }]);
    },
    change: (kind, server) =>
      write(
        kind,
        servers(kind).map((known) => (known.id === server.id ? server : known)),
      ),
    remove: (kind, server) =>
      write(
        kind,
        servers(kind).filter((known) => known.id !== server.id),
      ),
  };
}

async function readSettings(ctx: ConnectionContext, path: string): Promise<JsonObject> {
  const text = await ctx.files.readText(path);
  if (text === undefined)
    throw new Problem('connection.not-ready', `${ctx.self.processName} has not written its settings yet.`);
  try {
    const parsed: unknown = JSON.parse(text);
    if (isObject(parsed)) return parsed;
  } catch {
    // It may be about to write them.
  }
  throw new Problem('connection.not-ready', `The settings of ${ctx.self.processName} cannot be read: ${path}.`);
}

function call(ctx: ConnectionContext, key: string, method: string, path: string, body?: JsonObject) {
  return ctx.http({
    url: `${ctx.values['url'] ?? ''}/api/v1${path}`,
    method,
    headers: { 'x-api-key': key, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

function expectSuccess({ self }: ConnectionContext, response: HttpResponse): HttpResponse {
  const { status } = response;
  if (status >= 200 && status < 300) return response;
  if (status === 401 || status === 403) {
    const message = `${self.processName} does not take its own API key. Restart it, so that it reads its settings again.`;
    throw new Problem('connection.refused', message);
  }
  if (status === 429 || status >= 500)
    throw new Problem('connection.not-ready', `${self.processName} is busy: it answered with status ${status}.`);
  throw new Problem('connection.refused', `${self.processName} did not take it: ${said(response)}.`);
}

function said({ status, body }: HttpResponse): string {
  try {
    const parsed: unknown = JSON.parse(body);
    if (isObject(parsed) && typeof parsed['message'] === 'string') return parsed['message'];
  } catch {
    // What is no JSON says nothing that a person could use.
  }
  return `status ${status}`;
}

function parse({ body }: HttpResponse): Json {
  return JSON.parse(body) as Json;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
