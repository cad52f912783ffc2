import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { selfSigned } from './fixtures/self-signed.ts';
import { parseSocketTable } from './listeners.ts';
import { createNetwork } from './network.ts';

const network = createNetwork();
const servers: Server[] = [];
let directory: string;
beforeEach(async () => {
  directory = await fs.mkdtemp(join(tmpdir(), 'network-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  await fs.rm(directory, { recursive: true, force: true });
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('ports', () => {
  it('names the holder of a port and says that it is not free', async () => {
    const server = createTcpServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const holder = (await network.listeners()).find((listener) => listener.port === port);
    expect(holder).toMatchObject({ address: '127.0.0.1', pid: process.pid });
    expect(await network.isPortFree(port)).toBe(false);
    expect(await network.canConnect('127.0.0.1', port, 1000)).toBe(true);
    await new Promise((resolve) => server.close(resolve));
    expect(await network.isPortFree(port)).toBe(true);
    expect(await network.canConnect('127.0.0.1', port, 1000)).toBe(false);
  });

  it('sees a port as held when it is held on all addresses', async () => {
    const server = createTcpServer();
    await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
    expect(await network.isPortFree((server.address() as AddressInfo).port)).toBe(false);
    await new Promise((resolve) => server.close(resolve));
  });

  it('reads the listening rows of the kernel tables', () => {
    const rest = '00000000:00000000 00:00000000 00000000     0        0';
    const text = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      `   0: 0100007F:1F90 00000000:0000 0A ${rest} 4711 1 0 100 0 0 10 0`,
      `   1: 0100007F:1F91 00000000:0000 01 ${rest} 4712 1 0 100 0 0 10 0`,
      `   2: 00000000000000000000000001000000:0050 00000000000000000000000000000000:0000 0A ${rest} 4713 1`,
      `   3: 0000000000000000FFFF00000100007F:0051 00000000000000000000000000000000:0000 0A ${rest} 4714 1`,
    ].join('\n');
    expect(parseSocketTable(text)).toEqual([
      { port: 8080, address: '127.0.0.1', inode: '4711' },
      { port: 80, address: '::1', inode: '4713' },
      { port: 81, address: '127.0.0.1', inode: '4714' },
    ]);
  });
});

describe('http', () => {
  it('answers status, headers and a body cut at the limit', async () => {
    const url = await serve((_request, response) => response.writeHead(418, { 'x-kind': 'tea' }).end('0123456789'));
    const answer = await network.http({ url, timeoutMs: 2000, limitBytes: 4 });
    expect(answer).toMatchObject({ status: 418, body: '0123', truncated: true });
    expect(answer.headers['x-kind']).toBe('tea');
  });

  it('does not follow a redirect unasked', async () => {
    const url = await serve((_request, response) => response.writeHead(302, { location: '/elsewhere' }).end());
    expect((await network.http({ url, timeoutMs: 2000 })).status).toBe(302);
  });

  it('keeps credentials from another origin when it follows', async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end('there');
    });
    const url = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(302, { location: `${other}/x` }).end();
    });
    const headers = { Authorization: 'token t' };
    const answer = await network.http({ url, headers, timeoutMs: 2000, followRedirects: true });
    expect(answer.body).toBe('there');
    expect(seen).toEqual(['token t', undefined]);
  });

  it('names a server that does not answer, without the query of its address', async () => {
    const request = network.http({ url: 'http://127.0.0.1:9/path?key=secret', timeoutMs: 2000 });
    await expect(request).rejects.toMatchObject({
      code: 'source.unreachable',
      message: expect.not.stringContaining('secret'),
    });
  });

  it('gives up after its time, and at once when it is cancelled', async () => {
    const url = await serve(() => undefined);
    await expect(network.http({ url, timeoutMs: 30 })).rejects.toMatchObject({ code: 'source.unreachable' });
    const reason = new Error('enough');
    await expect(network.http({ url, timeoutMs: 5000 }, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it('gives up in its time on an answer that comes byte by byte', async () => {
    const url = await serve((_request, response) => {
      const drip = setInterval(() => response.write('x'), 10);
      response.on('close', () => clearInterval(drip));
    });
    await expect(network.http({ url, timeoutMs: 200 })).rejects.toMatchObject({ code: 'source.unreachable' });
  });

  it('reads of an answer without end no more than its limit, and lets go of the rest', async () => {
    let tellGone = (): void => undefined;
    const gone = new Promise<void>((resolve) => (tellGone = resolve));
    const url = await serve((_request, response) => {
      const chunk = Buffer.alloc(64 * 1024, 'x');
      const pour = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', pour).on('close', () => tellGone());
      pour();
    });
    const answer = await network.http({ url, timeoutMs: 10_000, limitBytes: 100_000 });
    expect({ length: answer.body.length, truncated: answer.truncated }).toEqual({ length: 100_000, truncated: true });
    await gone;
  });

  it('asks a redirect that leads to itself no second time', async () => {
    let asked = 0;
    const url = await serve((_request, response) => {
      asked += 1;
      response.writeHead(307, { location: '/' }).end();
    });
    expect((await network.http({ url, timeoutMs: 2000 })).status).toBe(307);
    expect(asked).toBe(1);
  });
});

describe('TLS', () => {
  it('wants a proof of who the other side is, unless it was told not to', async () => {
    const server = createTlsServer(selfSigned, (request, response) => {
      response.writeHead(request.method === 'POST' ? 302 : 200, { location: '/' }).end('seen');
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await expect(network.http({ url, timeoutMs: 2000 })).rejects.toMatchObject({ code: 'source.unreachable' });
    expect(await network.http({ url, timeoutMs: 2000, verifyTls: false })).toMatchObject({ status: 200, body: 'seen' });
    const post = { url, method: 'POST', body: '{}', timeoutMs: 2000, verifyTls: false };
    expect(await network.http(post)).toMatchObject({ status: 302 });
  });
});

describe('download', () => {
  const content = 'x'.repeat(100_000);
  const request = (url: string) => ({ url, path: join(directory, 'file'), limitBytes: 1_000_000 });

  it('writes the file and answers its digest', async () => {
    const url = await serve((_request, response) => response.setHeader('etag', '"1"').end(content));
    const progress: number[] = [];
    const result = await network.download({ ...request(url), onProgress: (done) => progress.push(done) });
    expect(result).toEqual({ sha256: sha256(content), sizeBytes: 100_000, etag: '"1"' });
    expect(progress.at(-1)).toBe(100_000);
    expect(await fs.readdir(directory)).toEqual(['file']);
  });

  it('completes what an interrupted attempt left, if the server still has the same content', async () => {
    const ranges: (string | undefined)[] = [];
    let cut: ServerResponse | undefined;
    const url = await serve((incoming, response) => {
      ranges.push(incoming.headers.range);
      response.setHeader('etag', '"1"');
      if (!cut) {
        cut = response;
        response.setHeader('content-length', content.length);
        response.write(content.slice(0, 40_000));
        return;
      }
      const from =
        incoming.headers['if-range'] === '"1"' ? Number(/\d+/.exec(incoming.headers.range ?? '')?.[0] ?? 0) : 0;
      response.writeHead(from > 0 ? 206 : 200).end(content.slice(from));
    });
    const interrupted = network.download({ ...request(url), onProgress: () => cut?.destroy() });
    await expect(interrupted).rejects.toMatchObject({ code: 'source.unreachable' });
    expect((await fs.readdir(directory)).sort()).toEqual(['file.part', 'file.part.json']);
    expect((await network.download(request(url))).sha256).toBe(sha256(content));
    expect(ranges[0]).toBeUndefined();
    expect(ranges[1]).toMatch(/^bytes=\d+-$/);
  });

  it('starts again when the content has changed meanwhile', async () => {
    await fs.writeFile(join(directory, 'file.part'), 'stale');
    const url = await serve((_request, response) => response.end(content));
    await fs.writeFile(join(directory, 'file.part.json'), JSON.stringify({ url, validator: '"0"' }));
    expect((await network.download(request(url))).sha256).toBe(sha256(content));
  });

  it('stops at the size limit, announced or not', async () => {
    const announced = await serve((_request, response) => response.end(content));
    const chunked = await serve((_request, response) => {
      response.write(content);
      response.end(content);
    });
    for (const url of [announced, chunked]) {
      const result = network.download({ ...request(url), limitBytes: 1000 });
      await expect(result).rejects.toMatchObject({ code: 'source.digest' });
    }
  });

  it('says how long a server that limits us wants us to wait', async () => {
    const url = await serve((_request, response) => response.writeHead(429, { 'retry-after': '17' }).end());
    await expect(network.download(request(url))).rejects.toMatchObject({
      code: 'source.rate-limited',
      details: { retryAfterSeconds: 17 },
    });
  });

  it('tells a missing file from a failing server', async () => {
    const missing = await serve((_request, response) => response.writeHead(404).end());
    const failing = await serve((_request, response) => response.writeHead(502).end());
    await expect(network.download(request(missing))).rejects.toMatchObject({ code: 'source.not-found' });
    await expect(network.download(request(failing))).rejects.toMatchObject({ code: 'source.unreachable' });
  });
});
