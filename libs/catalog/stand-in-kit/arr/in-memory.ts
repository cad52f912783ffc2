import type { HttpRequest, HttpResponse } from '@showrunner/platform';
import type { Reach } from './effects.ts';
import type { ArrProgram } from './programs.ts';
import { answerArr, type ArrServer, freshCollections } from './routes.ts';
import { createArrStore } from './store.ts';

/** Programs of a test by the origin at which they are: `http://127.0.0.1:8989`. */
export type FakeHosts = Map<string, (request: FakeCall) => Promise<HttpResponse>>;

export type FakeCall = Omit<HttpRequest, 'timeoutMs'>;

/** Asks the programs of a test; a host that there is not does not answer. */
export function createFakeHosts() {
  const hosts: FakeHosts = new Map();
  const calls: FakeCall[] = [];
  const http = async (request: FakeCall): Promise<HttpResponse> => {
    calls.push(request);
    const host = hosts.get(new URL(request.url).origin);
    if (host === undefined) throw new Error(`nobody is at ${request.url}`);
    return host(request);
  };
  const reach: Reach = async (url, options = {}) => {
    const host = hosts.get(new URL(url).origin);
    return host?.({ url, ...options });
  };
  return { hosts, calls, http, reach };
}

/** An Arr of a test, with what it keeps. */
export function createFakeArr(
  program: ArrProgram,
  { hosts, reach }: ReturnType<typeof createFakeHosts>,
  options: { readonly url: string; readonly apiKey: string; readonly directories?: readonly string[] },
) {
  const store = createArrStore(freshCollections(program), async () => undefined);
  const server: ArrServer = {
    program,
    version: '1.0.0.0',
    apiKey: options.apiKey,
    instanceName: program.name,
    databaseType: 'sqLite',
    store,
    reach,
    log: () => undefined,
    isWritable: (path) => options.directories?.includes(path) ?? true,
  };
  const respond = async ({ url, method = 'GET', headers = {}, body = '' }: FakeCall): Promise<HttpResponse> => {
    const { pathname, searchParams } = new URL(url);
    const key = headers['x-api-key'];
    const answer = await answerArr({ method, path: pathname, query: searchParams, key, body }, server);
    const text = answer.body === undefined ? '' : JSON.stringify(answer.body);
    return { status: answer.status, headers: {}, body: text, truncated: false };
  };
  hosts.set(options.url, respond);
  return { store, server, respond };
}
