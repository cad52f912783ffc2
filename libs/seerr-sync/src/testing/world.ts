import { createInMemorySeerr } from '@showrunner/catalog/stand-in-kit/seerr';
import { type Json, type JsonObject, Problem } from '@showrunner/contracts';
import type { HttpRequest, HttpResponse } from '@showrunner/platform';
import { createFakeClock, createFakeFiles, createFakeLogger } from '@showrunner/platform/fakes';
import { readSyncSettings } from '../settings.ts';
import { createSeerrSync, type SeerrSync } from '../worker/seerr-sync.ts';

type Seerr = ReturnType<typeof createInMemorySeerr>;
type Fault = (request: { readonly method: string; readonly path: string }) => HttpResponse | 'down' | undefined;

/** A Seerr of the test: the stand-in behind an address of its own. */
export interface Server {
  readonly url: string;
  readonly key: string;
  readonly data: Seerr['data'];
  /** `GET /request?…`, in order. */
  readonly calls: string[];
  /** Answers instead of the server while it is set. */
  fault: Fault | undefined;
  /** What a person does there, with the rights of the administrator or of another one. */
  ask(
    method: string,
    path: string,
    body?: Json,
    actAs?: number,
  ): Promise<{ readonly status: number; readonly body: Json }>;
  addUser(email: string, permissions: number): Promise<number>;
  titles(): readonly string[];
  /** Films with these TMDB ids, approved; quicker than asking for each. */
  fill(count: number): void;
}

export const statePath = '/data/config/seerr_sync_state.json';

/** Several Seerr servers, a disk and a clock, and what copies between the servers. */
async function createWorld(names: readonly string[], options: JsonObject = {}) {
  const servers = new Map<string, { readonly server: Server; readonly seerr: Seerr }>();
  for (const name of names) {
    const made = await createServer(name);
    servers.set(new URL(made.server.url).host, made);
  }
  const files = createFakeFiles();
  const clock = createFakeClock(Date.parse('2026-03-01T12:00:00Z'));
  const logger = createFakeLogger();
  const serverOf = (name: string): Server => {
    const found = servers.get(`${name}.test`);
    if (found === undefined) throw new Error(`There is no server ${name}.`);
    return found.server;
  };
  const [primary = '', ...others] = names;
  const external = (name: string) => ({ url: serverOf(name).url, api_key: serverOf(name).key });
  const block: { [key: string]: Json } = {
    enabled: true,
    poll_interval_seconds: 60,
    external_primary: { enabled: true, ...external(primary) },
    external_subordinates: others.map(external),
    options,
  };
  const http = async (request: HttpRequest): Promise<HttpResponse> => {
    const { host, pathname, search } = new URL(request.url);
    const found = servers.get(host);
    const path = pathname.replace('/api/v1', '');
    const method = request.method ?? 'GET';
    found?.server.calls.push(`${method} ${path}${search}`);
    const answer = found === undefined ? 'down' : found.server.fault?.({ method, path });
    if (answer === 'down') throw new Problem('source.unreachable', `No answer from ${host}`);
    return answer ?? (found as { seerr: Seerr }).seerr.http(request); // 'down' where there is none
  };
  let sync: SeerrSync | undefined;
  return {
    files,
    clock,
    logger,
    block,
    server: serverOf,
    /** Starts what is tested; it polls at once. */
    async open(): Promise<SeerrSync> {
      sync = await createSeerrSync({
        files,
        http,
        clock,
        logger,
        settings: () => readSyncSettings({ seerr_sync: block }, (path) => `/data${path}`),
        path: statePath,
      });
      await sync.runNow();
      return sync;
    },
    /** The machine goes on, what was open is gone: as after a kill. */
    async kill(): Promise<void> {
      await sync?.close();
    },
    async [Symbol.asyncDispose]() {
      await sync?.close();
      for (const { seerr } of servers.values()) seerr[Symbol.dispose]();
    },
  };
}

async function createServer(name: string) {
  const seerr = createInMemorySeerr();
  const url = `http://${name}.test`;
  const key = `key-of-${name}`;
  Object.assign(seerr.settings.main, { apiKey: key });
  const ask: Server['ask'] = async (method, path, body, actAs) => {
    const headers = {
      'x-api-key': key,
      'content-type': 'application/json',
      ...(actAs === undefined ? {} : { 'x-api-user': String(actAs) }),
    };
    const request = { url: `${url}/api/v1${path}`, method, headers };
    const answer = await seerr.http(body === undefined ? request : { ...request, body: JSON.stringify(body) });
    return { status: answer.status, body: answer.body === '' ? null : (JSON.parse(answer.body) as Json) };
  };
  const server: Server = {
    url,
    key,
    data: seerr.data,
    calls: [],
    fault: undefined,
    ask,
    async addUser(email, permissions) {
      const { body } = await ask('POST', '/user', { email, username: email.split('@')[0] ?? email, permissions });
      return (body as { id: number }).id; // as the description says
    },
    fill: (count) => {
      const at = new Date(0).toISOString();
      const { media, requests, ids } = seerr.data;
      const common = { tvdbId: null, status4k: 1, createdAt: at, updatedAt: at };
      const plain = { serverId: null, profileId: null, rootFolder: null, languageProfileId: null, tags: null };
      const whose = { requestedById: 1, modifiedById: 1, seasons: [], createdAt: at };
      for (let id = 1; id <= count; id++) {
        const updatedAt = new Date(id).toISOString();
        media.push({ ...common, id, mediaType: 'movie', tmdbId: id, status: 3 });
        requests.push({ ...plain, ...whose, id, status: 2, type: 'movie', is4k: false, mediaId: id, updatedAt });
      }
      Object.assign(ids, { media: count, request: count });
    },
    titles: () =>
      seerr.data.requests
        .map(({ mediaId, type, is4k, status, seasons }) => {
          const tmdbId = seerr.data.media.find(({ id }) => id === mediaId)?.tmdbId;
          const numbers = seasons.map(({ seasonNumber }) => seasonNumber);
          return `${type} ${tmdbId}${is4k ? ' 4K' : ''}${type === 'tv' ? ` [${numbers.join(' ')}]` : ''} ${status}`;
        })
        .sort(),
  };
  // The account that the key acts as.
  const now = new Date(0).toISOString();
  seerr.data.ids.user = 1;
  seerr.data.users.push({
    id: 1,
    email: 'admin@home.test',
    username: 'admin',
    displayName: 'admin',
    permissions: 2,
    userType: 2,
    avatar: '',
    createdAt: now,
    updatedAt: now,
  });
  return { server, seerr };
}

type World = Awaited<ReturnType<typeof createWorld>>;

/** Worlds of one file of tests; what a test opened ends with it. */
export function trackWorlds() {
  const opened: World[] = [];
  return {
    async open(names: readonly string[], options: JsonObject = {}): Promise<World> {
      const world = await createWorld(names, options);
      opened.push(world);
      return world;
    },
    async close(): Promise<void> {
      for (const world of opened.splice(0)) await world[Symbol.asyncDispose]();
    },
  };
}

export const film = (mediaId: number, more: JsonObject = {}): Json => ({ mediaType: 'movie', mediaId, ...more });
export const show = (mediaId: number, seasons: readonly number[]): Json => ({ mediaType: 'tv', mediaId, seasons });

/** An answer of Seerr that refuses, with what it says of it. */
export const refusal = (status: number, message: string): HttpResponse => ({
  status,
  headers: {},
  body: JSON.stringify({ message }),
  truncated: false,
});
