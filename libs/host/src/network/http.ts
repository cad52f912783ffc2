import { Problem } from '@showrunner/contracts';
import type { HttpRequest, HttpResponse } from '@showrunner/platform';
import { fetchUnverified } from './unverified.ts';

const maxRedirects = 5;
const defaultLimitBytes = 1024 * 1024;
/** What another origin must not see. */
const credentialHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'proxy-authorization',
  'x-api-key',
  'x-plex-token',
]);

/**
 * Sends one request and reads the answer up to its limit.
 * @throws Problem `source.unreachable`
 */
export async function requestHttp(request: HttpRequest, signal?: AbortSignal): Promise<HttpResponse> {
  const timeout = AbortSignal.timeout(request.timeoutMs);
  const until = signal ? AbortSignal.any([signal, timeout]) : timeout;
  return await naming(request.url, signal, async () => {
    const response = await send(request, until);
    const { text, truncated } = await readLimited(response, request.limitBytes ?? defaultLimitBytes);
    return { status: response.status, headers: toHeaders(response.headers), body: text, truncated };
  });
}

/** Sends, and follows redirects if that was asked for; credentials stay with the origin that they were meant for. */
export async function send(
  request: Pick<HttpRequest, 'url' | 'method' | 'headers' | 'body' | 'followRedirects' | 'verifyTls'>,
  signal: AbortSignal,
): Promise<Response> {
  let url = request.url;
  let headers = lowerCase(request.headers ?? {});
  let method = request.method ?? 'GET';
  let body = request.body;
  for (let hop = 0; ; hop++) {
    const response = await (request.verifyTls === false ? fetchUnverified : fetch)(url, {
      method,
      headers,
      redirect: 'manual',
      signal,
      ...(body === undefined ? {} : { body }),
    });
    const location = response.headers.get('location');
    if (!request.followRedirects || location === null || ![301, 302, 303, 307, 308].includes(response.status))
      return response;
    await response.body?.cancel();
    const next = new URL(location, url);
    if (hop === maxRedirects)
      throw new Problem('source.unreachable', `${request.url} redirects more than ${maxRedirects} times`);
    if (next.protocol !== 'http:' && next.protocol !== 'https:') {
      throw new Problem('source.unreachable', `${request.url} redirects to ${next.protocol}, which is not followed`);
    }
    if (new URL(url).protocol === 'https:' && next.protocol === 'http:') {
      throw new Problem('source.unreachable', `${request.url} redirects from https to http, which is not followed`);
    }
    if (next.origin !== new URL(url).origin) {
      headers = Object.fromEntries(Object.entries(headers).filter(([name]) => !credentialHeaders.has(name)));
    }
    if (response.status === 303 || (method === 'POST' && response.status < 303)) {
      method = 'GET';
      body = undefined;
    }
    url = next.href;
  }
}

/** Turns what the network does to us into a problem; a wish to stop is passed on as it is. */
export async function naming<T>(url: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (error instanceof Problem) throw error;
    throw new Problem('source.unreachable', `No answer from ${withoutQuery(url)}: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

export function toHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(headers.entries());
}

/** Signed addresses carry their key in the query. */
export function withoutQuery(url: string): string {
  if (!URL.canParse(url)) return 'an address that cannot be read';
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // fetch hides the reason (ECONNREFUSED, ENOTFOUND) one level down.
  if (error.cause instanceof Error) return 'code' in error.cause ? String(error.cause.code) : error.cause.message;
  return error.message;
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

async function readLimited(response: Response, limitBytes: number): Promise<{ text: string; truncated: boolean }> {
  if (response.body === null) return { text: '', truncated: false };
  const parts: Uint8Array[] = [];
  let size = 0;
  let truncated = false;
  for await (const part of response.body) {
    const room = limitBytes - size;
    parts.push(part.subarray(0, room));
    size += Math.min(part.length, room);
    if (part.length > room) {
      truncated = true;
      break;
    }
  }
  return { text: Buffer.concat(parts).toString('utf8'), truncated };
}
