import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allSpecs, nameOfSpec } from '../testing/all-specs.ts';
import { sendRaw } from '../testing/raw-request.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

const limitBytes = 2 * 1024 * 1024;
const bodies: readonly (readonly [what: string, body: string])[] = [
  ['not JSON', '{"process_name": '],
  ['an array', '[1, 2]'],
  ['null', 'null'],
  ['a number as a string', '"17"'],
  ['a number that is none', '{"process_name": 1e309}'],
  ['nested 100,000 deep', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['objects nested 100,000 deep', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)],
  ['a key that would be a prototype', '{"__proto__": {"process_name": "Zilean"}}'],
  ['a constructor', '{"constructor": {"prototype": {"process_name": "Zilean"}}}'],
  ['half a character', '"\\ud800"'],
];

describe('scenario 52: a body that is none, too deep, too long or too slow', () => {
  let server: TestServer;
  let token: string;
  beforeAll(async () => {
    server = await startTestServer({ arrival: { headersMs: 300, requestMs: 600 } });
    token = (await server.setup()).access;
  });
  afterAll(() => server.close());

  const head = (method: string, path: string, headers: readonly string[]) =>
    [`${method} ${path} HTTP/1.1`, 'Host: localhost', ...headers, '', ''].join('\r\n');
  const send = (method: string, path: string, body: string) => {
    const headers = ['Content-Type: application/json', `Authorization: Bearer ${token}`, 'Connection: close'];
    const length = `Content-Length: ${Buffer.byteLength(body)}`;
    return sendRaw(server.port, [head(method, path, [...headers, length]) + body]);
  };
  const statusOf = (answer: string) => Number(answer.slice(9, 12));
  const takers = allSpecs.filter(({ body }) => body !== undefined);

  it.each(takers.map((spec) => [nameOfSpec(spec), spec] as const))(
    'is refused in the right words by %s',
    async (_route, { method, path }) => {
      for (const [what, body] of bodies) {
        const status = statusOf(await send(method, path.replace(/:\w+/g, 'x'), body));
        expect([400, 404, 422], `${what}: ${status}`).toContain(status);
      }
    },
  );

  it('is taken up to its limit and not one byte more', async () => {
    const whole = `{"process_name":"${'x'.repeat(limitBytes - 19)}"}`;
    expect(statusOf(await send('POST', '/process/stop-service', whole))).toBe(200);
    expect(statusOf(await send('POST', '/process/stop-service', `${whole} `))).toBe(413);
  });

  it('that comes byte by byte is ended in time, and so are headers; others are served meanwhile', async () => {
    const started = Date.now();
    const slowBody = sendRaw(
      server.port,
      [head('POST', '/auth/login', ['Content-Type: application/json', 'Content-Length: 1000']), ...'{"username":"x"'],
      150,
    );
    const slowHeaders = sendRaw(server.port, [...'GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: aaaaaaaaa'], 100);
    expect((await server.ask('GET', '/health')).status).toBe(200);
    expect((await Promise.all([slowBody, slowHeaders])).map(statusOf)).toEqual([408, 408]);
    expect(Date.now() - started).toBeLessThan(5_000);
  });

  it('is not read of headers that are too large', async () => {
    const answer = await sendRaw(server.port, [head('GET', '/health', [`X-Large: ${'x'.repeat(20_000)}`])]);
    expect(statusOf(answer)).toBe(431);
  });
});
