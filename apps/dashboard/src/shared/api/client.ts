import { ApiError, readProblem, unreachable } from './api-error.ts';
import { dropTokens, readTokens, renewTokens, type Tokens } from './auth/session.ts';
import { type TokenAnswer, toTokens } from './auth/token-answer.ts';

interface RequestOptions {
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** Asks our own origin for JSON. @throws ApiError */
export function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return request<T>('GET', path, signal ? { signal } : {});
}

/** Sends JSON to our own origin and reads the answer. @throws ApiError */
export function post<T>(path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  return request<T>('POST', path, { body, ...(signal ? { signal } : {}) });
}

/** Replaces something on our own origin and reads the answer. @throws ApiError */
export function put<T>(path: string, body: unknown): Promise<T> {
  return request<T>('PUT', path, { body });
}

/** Has something removed, and reads the answer. @throws ApiError */
export function remove<T>(path: string): Promise<T> {
  return request<T>('DELETE', path, {});
}

async function request<T>(method: string, path: string, options: RequestOptions): Promise<T> {
  const used = readTokens();
  let response = await send(method, path, options, used);
  if (response.status === 401 && !path.startsWith('/auth/')) {
    const renewed = used ? await refresh(used) : null;
    if (renewed) response = await send(method, path, options, renewed);
    if (response.status === 401) dropTokens();
  }
  return readAnswer<T>(response);
}

async function send(method: string, path: string, options: RequestOptions, tokens: Tokens | null): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  if (tokens) headers['authorization'] = `Bearer ${tokens.access}`;
  try {
    return await fetch(path, {
      method,
      headers,
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw unreachable(error);
  }
}

async function readAnswer<T>(response: Response): Promise<T> {
  const text = await response.text();
  let body: unknown = null;
  try {
    body = text === '' ? null : JSON.parse(text);
  } catch (cause) {
    if (response.ok) throw unreachable(cause);
  }
  if (!response.ok) throw new ApiError(response.status, readProblem(response.status, body));
  // Page and server are built from one set of types and served by one process.
  return body as T;
}

let refreshing: Promise<Tokens | null> | null = null;

/** One refresh for all waiting calls of all tabs; null when the session is over. */
function refresh(used: Tokens): Promise<Tokens | null> {
  refreshing ??= withLock(() => renew(used)).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

async function renew(used: Tokens): Promise<Tokens | null> {
  const current = readTokens();
  // Another tab may have renewed while this one waited for the lock.
  if (current === null || current.access !== used.access) return current;
  const response = await send('POST', '/auth/refresh', { body: { refresh_token: current.refresh } }, null);
  if (response.status >= 500) return readAnswer<never>(response);
  if (!response.ok) {
    dropTokens();
    return null;
  }
  const renewed = toTokens(await readAnswer<TokenAnswer>(response));
  renewTokens(renewed);
  return renewed;
}

async function withLock<T>(work: () => Promise<T>): Promise<T> {
  // Locks exist on secure origins only; plain http on a home network does without.
  return 'locks' in navigator ? await navigator.locks.request('showrunner.refresh', work) : await work();
}
