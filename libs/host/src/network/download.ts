import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname } from 'node:path';
import { Problem } from '@showrunner/contracts';
import { rateLimitSeconds, type DownloadRequest, type DownloadResult } from '@showrunner/platform';
import { hasCode } from '../system-errors.ts';
import { naming, send, toHeaders, withoutQuery } from './http.ts';

/** A transfer that brings nothing for this long is given up; a later attempt goes on where it stopped. */
const defaultStallMs = 60_000;

interface Partial {
  readonly path: string;
  readonly sizeBytes: number;
  /** What `If-Range` needs to prove that the rest belongs to what we have. */
  readonly validator: string | undefined;
}

/**
 * Streams a body into `path`. What an interrupted attempt left beside it is completed, if the server still has the same
 * content; the file appears under its name only when it is whole.
 * @throws Problem `source.unreachable`, `source.not-found`, `source.rate-limited`, `source.digest` beyond the size limit
 */
export async function downloadFile(
  request: DownloadRequest,
  signal?: AbortSignal,
  stallMs = defaultStallMs,
): Promise<DownloadResult> {
  await fs.mkdir(dirname(request.path), { recursive: true });
  const partial = await findPartial(request);
  const stall = createStallSignal(signal, stallMs);
  try {
    return await naming(request.url, signal, async () => {
      const response = await requestFrom(request, partial, stall.signal);
      return await receive(request, response, partial, stall.touch);
    });
  } finally {
    stall.close();
  }
}

async function requestFrom(request: DownloadRequest, partial: Partial, signal: AbortSignal): Promise<Response> {
  const resume =
    partial.sizeBytes > 0 && partial.validator !== undefined
      ? { range: `bytes=${partial.sizeBytes}-`, 'if-range': partial.validator }
      : {};
  const response = await send(
    // An encoded body would be hashed decoded and measured encoded.
    {
      url: request.url,
      headers: { 'accept-encoding': 'identity', ...request.headers, ...resume },
      followRedirects: true,
    },
    signal,
  );
  if (response.status === 416) {
    await response.body?.cancel();
    return await send(
      { url: request.url, headers: { 'accept-encoding': 'identity', ...request.headers }, followRedirects: true },
      signal,
    );
  }
  return response;
}

async function receive(
  request: DownloadRequest,
  response: Response,
  partial: Partial,
  touch: () => void,
): Promise<DownloadResult> {
  if (response.status !== 200 && response.status !== 206) {
    await response.body?.cancel();
    throw refusal(request, response);
  }
  const resumed = response.status === 206;
  const hash = createHash('sha256');
  const weak = request.withSha1 === true ? createHash('sha1') : undefined;
  const hashes = weak === undefined ? [hash] : [hash, weak];
  let done = resumed ? await hashExisting(partial.path, hashes) : 0;
  const announced = response.headers.get('content-length');
  const total = announced === null ? undefined : done + Number(announced);
  if (total !== undefined && total > request.limitBytes) {
    await response.body?.cancel();
    throw tooLarge(request, partial);
  }
  const etag = response.headers.get('etag') ?? undefined;
  const validator = etag?.startsWith('W/') ? undefined : (etag ?? response.headers.get('last-modified') ?? undefined);
  await fs.writeFile(`${partial.path}.json`, JSON.stringify({ url: request.url, validator }), { mode: 0o600 });
  const file = await fs.open(partial.path, resumed ? 'a' : 'w', 0o600);
  try {
    for await (const bytes of response.body ?? []) {
      touch();
      done += bytes.length;
      if (done > request.limitBytes) throw tooLarge(request, partial);
      for (const each of hashes) each.update(bytes);
      await file.write(bytes);
      request.onProgress?.(done, total);
    }
    if (total !== undefined && done !== total) {
      throw new Problem('source.unreachable', `${withoutQuery(request.url)} ended after ${done} of ${total} bytes`);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  await fs.rename(partial.path, request.path);
  await fs.rm(`${partial.path}.json`, { force: true });
  return {
    sha256: hash.digest('hex'),
    ...(weak === undefined ? {} : { sha1: weak.digest('hex') }),
    sizeBytes: done,
    ...(etag === undefined ? {} : { etag }),
  };
}

async function findPartial(request: DownloadRequest): Promise<Partial> {
  const path = `${request.path}.part`;
  try {
    const { size } = await fs.stat(path);
    const note: unknown = JSON.parse(await fs.readFile(`${path}.json`, 'utf8'));
    const fields = typeof note === 'object' && note !== null ? note : {};
    const same = 'url' in fields && fields.url === request.url;
    const validator =
      same && 'validator' in fields && typeof fields.validator === 'string' ? fields.validator : undefined;
    return { path, sizeBytes: size, validator };
  } catch (error) {
    // No remainder, or one whose note was cut short: start from the beginning.
    if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return { path, sizeBytes: 0, validator: undefined };
    throw error;
  }
}

async function hashExisting(path: string, hashes: readonly Hash[]): Promise<number> {
  let size = 0;
  for await (const bytes of createReadStream(path)) {
    for (const hash of hashes) hash.update(bytes);
    size += bytes.length;
  }
  return size;
}

function refusal(request: DownloadRequest, response: Response): Problem {
  const where = withoutQuery(request.url);
  const details = { url: where, status: response.status };
  const retryAfterSeconds = rateLimitSeconds(response.status, toHeaders(response.headers), Date.now());
  if (retryAfterSeconds !== undefined) {
    const message = `${where} asks us to wait ${retryAfterSeconds} s`;
    return new Problem('source.rate-limited', message, { details: { ...details, retryAfterSeconds } });
  }
  if (response.status === 404 || response.status === 410) {
    return new Problem('source.not-found', `${where} does not exist (${response.status})`, { details });
  }
  return new Problem('source.unreachable', `${where} answered ${response.status}`, { details });
}

function tooLarge(request: DownloadRequest, partial: Partial): Problem {
  const message = `${withoutQuery(request.url)} is larger than the limit of ${request.limitBytes} bytes`;
  return new Problem('source.digest', message, { details: { limitBytes: request.limitBytes, partial: partial.path } });
}

function createStallSignal(
  outer: AbortSignal | undefined,
  stallMs: number,
): { signal: AbortSignal; touch(): void; close(): void } {
  const stalled = new AbortController();
  const give = (): void => stalled.abort(new Error(`no byte for ${stallMs / 1000} s`));
  let timer = setTimeout(give, stallMs);
  return {
    signal: outer ? AbortSignal.any([outer, stalled.signal]) : stalled.signal,
    touch: () => {
      clearTimeout(timer);
      timer = setTimeout(give, stallMs);
    },
    close: () => clearTimeout(timer),
  };
}
