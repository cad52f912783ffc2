import { Problem } from '@showrunner/contracts';
import type { Files } from '../files.ts';
import type { HttpRequest, HttpResponse, Network, PortHolder } from '../network.ts';
import { rateLimitSeconds } from '../rate-limit.ts';
import { fakeSha1, fakeSha256 } from './fake-digests.ts';

/** What a scripted server answers; `unreachable` is a server that is not there. */
export type FakeAnswer =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | 'unreachable';

/** A network whose servers are scripted. It refuses every address that it was not told of. */
export interface FakeNetwork extends Network {
  /** Answers for a URL; given several, they come one after the other and the last one stays. */
  on(url: string, ...answers: readonly (FakeAnswer | ((request: HttpRequest) => FakeAnswer))[]): void;
  /** A socket that something listens on. */
  listen(holder: PortHolder): void;
  unlisten(port: number): void;
  /** What was asked, in order: `GET http://…`. */
  readonly requests: readonly string[];
}

/** @param files where downloads go */
export function createFakeNetwork(files?: Files): FakeNetwork {
  const scripts = new Map<string, (FakeAnswer | ((request: HttpRequest) => FakeAnswer))[]>();
  const holders = new Map<number, PortHolder>();
  const requests: string[] = [];
  const answer = (request: HttpRequest): Exclude<FakeAnswer, 'unreachable'> => {
    const method = request.method ?? 'GET';
    requests.push(`${method} ${request.url}`);
    const script = scripts.get(request.url);
    if (!script) throw new Problem('source.unreachable', `The fake network was not told of ${request.url}`);
    const next = script.length > 1 ? script.shift() : script[0];
    const given = typeof next === 'function' ? next(request) : next;
    if (given === undefined || given === 'unreachable')
      throw new Problem('source.unreachable', `No answer from ${request.url}`);
    return given;
  };
  return {
    listeners: async () => [...holders.values()],
    isPortFree: async (port) => !holders.has(port),
    canConnect: async (_host, port) => holders.has(port),
    http: async (request, signal) => {
      signal?.throwIfAborted();
      const { status, headers = {}, body = '' } = answer(request);
      return toResponse(status, headers, body, request.limitBytes ?? 1024 * 1024);
    },
    download: async (request, signal) => {
      signal?.throwIfAborted();
      const { status, headers = {}, body = '' } = answer({ ...request, timeoutMs: 0 });
      const retryAfterSeconds = rateLimitSeconds(status, headers, 0);
      if (retryAfterSeconds !== undefined) {
        throw new Problem('source.rate-limited', `${request.url} limits us`, { details: { retryAfterSeconds } });
      }
      if (status === 404) throw new Problem('source.not-found', `${request.url} does not exist`);
      if (status !== 200)
        throw new Problem('source.unreachable', `${request.url} answered ${status}`, { details: { status } });
      if (!files) throw new Problem('internal.unexpected', 'This fake network was made without files to download into');
      await files.write(request.path, body);
      request.onProgress?.(body.length, body.length);
      return {
        sha256: fakeSha256(body),
        ...(request.withSha1 ? { sha1: fakeSha1(body) } : {}),
        sizeBytes: body.length,
        ...(headers['etag'] ? { etag: headers['etag'] } : {}),
      };
    },
    on: (url, ...answers) => {
      scripts.set(url, [...answers]);
    },
    listen: (holder) => {
      holders.set(holder.port, holder);
    },
    unlisten: (port) => {
      holders.delete(port);
    },
    requests,
  };
}

function toResponse(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
  limit: number,
): HttpResponse {
  return { status, headers, body: body.slice(0, limit), truncated: body.length > limit };
}
