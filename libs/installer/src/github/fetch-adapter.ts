import { Problem } from '@showrunner/contracts';
import { rateLimitSeconds, type Clock, type Files, type HttpResponse, type Network } from '@showrunner/platform';
import { fingerprint } from '@showrunner/planner';

const timeoutMs = 30_000;
const limitBytes = 16 * 1024 * 1024;

/** The part of a fetch answer that Octokit reads. */
interface FetchAnswer {
  readonly status: number;
  readonly url: string;
  readonly headers: { get(name: string): string | null; [Symbol.iterator](): Iterator<[string, string]> };
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

interface FetchInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

interface CachedAnswer {
  readonly url: string;
  readonly etag: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Octokit's way to the network. Answers are kept with their ETag: an unchanged one costs nothing of the hourly quota.
 * @throws Problem `source.rate-limited`, `source.unreachable`
 */
export function createFetch(tools: { network: Network; files: Files; clock: Clock }, cacheDir: string) {
  return async (url: string, init: FetchInit = {}): Promise<FetchAnswer> => {
    const cachePath = `${cacheDir}/api/${fingerprint(url)}.json`;
    const cached = await readCache(tools.files, cachePath, url);
    const headers = { ...init.headers, ...(cached ? { 'if-none-match': cached.etag } : {}) };
    const response = await tools.network.http(
      { url, method: init.method ?? 'GET', headers, timeoutMs, limitBytes, followRedirects: true },
      init.signal,
    );
    if (response.status === 304 && cached) return toAnswer(url, { ...cached, truncated: false });
    refuseFailures(url, response, tools.clock.now());
    const etag = response.headers['etag'];
    if (response.status === 200 && etag !== undefined) {
      const entry: CachedAnswer = { url, etag, status: 200, headers: response.headers, body: response.body };
      await tools.files.write(cachePath, JSON.stringify(entry), { mode: 0o600 });
    }
    return toAnswer(url, response);
  };
}

function refuseFailures(url: string, response: HttpResponse, nowMs: number): void {
  const retryAfterSeconds = rateLimitSeconds(response.status, response.headers, nowMs);
  if (retryAfterSeconds !== undefined) {
    const message = `The release server asks us to wait ${retryAfterSeconds} s`;
    throw new Problem('source.rate-limited', message, { details: { url, retryAfterSeconds } });
  }
  if (response.status >= 500) throw new Problem('source.unreachable', `${url} answered ${response.status}`);
  if (response.truncated) throw new Problem('source.unreachable', `${url} answered more than ${limitBytes} bytes`);
}

async function readCache(files: Files, path: string, url: string): Promise<CachedAnswer | undefined> {
  const text = await files.readText(path);
  if (text === undefined) return undefined;
  try {
    // Only we write here; a cut-off or foreign file is as good as none.
    const entry = JSON.parse(text) as CachedAnswer;
    return entry.url === url && typeof entry.etag === 'string' && typeof entry.body === 'string' ? entry : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function toAnswer(url: string, response: HttpResponse): FetchAnswer {
  const entries = new Map(Object.entries(response.headers));
  return {
    status: response.status,
    url,
    headers: { get: (name) => entries.get(name.toLowerCase()) ?? null, [Symbol.iterator]: () => entries.entries() },
    text: async () => response.body,
    arrayBuffer: async () => new TextEncoder().encode(response.body).slice().buffer as ArrayBuffer,
  };
}
