import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { sendRaw } from '../testing/raw-request.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

const password = 'correct horse';
const from = (address: string) => ({ 'x-forwarded-for': address });
const attacker = from('203.0.113.7');

describe('scenario 53: a token or password that is wrong', () => {
  let server: TestServer;
  let token: string;
  beforeEach(async () => {
    server = await startTestServer();
    token = (await server.setup()).access;
  });
  afterEach(() => server.close());

  const login = (username: string, word: string, headers: Record<string, string>) =>
    server.ask('POST', '/auth/login', { body: { username, password: word }, headers });

  it('a thousand times is answered for a while only, and the good one of the same place still counts', async () => {
    const counts = new Map<number, number>();
    for (let n = 0; n < 1_000; n += 1) {
      const { status } = await server.ask('GET', '/process/processes', { token: `wrong-${n}`, headers: attacker });
      counts.set(status, (counts.get(status) ?? 0) + 1);
    }
    expect([...counts.keys()].toSorted()).toEqual([401, 429]);
    expect(counts.get(401)).toBe(300);
    expect((await server.ask('GET', '/process/processes', { token, headers: attacker })).status).toBe(200);
  });

  it('of one megabyte is refused by its size, in a header, an address and a body', async () => {
    const huge = 'x'.repeat(1024 * 1024);
    const header = `GET /process/processes HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${huge}\r\n\r\n`;
    const address = `GET /ws/status?token=${huge} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n\r\n`;
    for (const request of [header, address]) {
      // What comes after the refusal may reset the connection before it was read.
      expect(await sendRaw(server.port, [request])).toMatch(/^(HTTP\/1\.1 431 |$)/);
    }
    expect((await server.ask('POST', '/auth/refresh', { body: { refresh_token: huge } })).status).toBe(401);
    expect((await server.ask('GET', '/health')).status).toBe(200);
  });

  it('that was good ends the open socket at once with 1008', async () => {
    const answer = await login('admin', password, {});
    const { access_token: access } = answer.json as { access_token: string };
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/status?token=${access}`);
    await once(socket, 'message');
    const closed = once(socket, 'close');
    await server.ask('DELETE', '/api/native/sessions', { token });
    const [code, reason] = (await closed) as [number, Buffer];
    expect([code, String(reason)]).toEqual([1008, 'This account is no longer authorized']);
  });

  it('takes as long for a name that nobody has', async () => {
    const time = async (username: string, n: number) => {
      const started = performance.now();
      await login(username, 'wrong horse', from(`203.0.113.${n}`));
      return performance.now() - started;
    };
    const median = (times: readonly number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
    const known: number[] = [];
    const unknown: number[] = [];
    for (let n = 0; n < 30; n += 1) {
      known.push(await time('admin', n));
      unknown.push(await time('nobody', n));
    }
    // A comparison of hashes takes most of the time, also at the low cost of tests; without one it is gone.
    expect(median(unknown)).toBeGreaterThan(median(known) / 2);
  });

  it('guessed from many places is stopped for the account, but not for who is signed in from elsewhere', async () => {
    const home = from('198.51.100.1');
    expect((await login('admin', password, home)).status).toBe(200);
    for (let n = 0; n < 100; n += 1) await login('admin', `guess ${n}`, from(`203.0.113.${n}`));
    expect(await login('admin', password, attacker)).toMatchObject({ status: 429, json: { code: 'request.too-many' } });
    expect((await login('admin', password, home)).status).toBe(200);
  });

  it('guessed for one renewal after the other is stopped for the place', async () => {
    const refresh = () => server.ask('POST', '/auth/refresh', { body: { refresh_token: 'wrong' }, headers: attacker });
    for (let n = 0; n < 50; n += 1) expect((await refresh()).status).toBe(401);
    expect((await refresh()).status).toBe(429);
  });

  it('is not waited for by a place that floods us', async () => {
    const ask = () => server.ask('GET', '/health', { headers: attacker });
    const statuses: number[] = [];
    for (let n = 0; n < 60; n += 1) {
      const answers = await Promise.all(Array.from({ length: 40 }, ask));
      statuses.push(...answers.map(({ status }) => status));
    }
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    expect(statuses.slice(0, 900).every((status) => status === 200)).toBe(true);
    expect((await server.ask('GET', '/health', { headers: from('198.51.100.1') })).status).toBe(200);
  });
});
