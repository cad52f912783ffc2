import { once } from 'node:events';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SequencedEvent } from '@showrunner/contracts';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

let server: TestServer;
const open: { close(): unknown }[] = [];
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.close();
  await server.close();
});

/** Frames of a plain socket, to be taken one after the other. */
function raw(path: string, options: ConstructorParameters<typeof WebSocket>[2] = {}) {
  const socket = new WebSocket(server.url.replace('http', 'ws') + path, options);
  open.push(socket);
  const frames: string[] = [];
  const wakes: (() => void)[] = [];
  socket.on('message', (data) => {
    frames.push(String(data));
    wakes.splice(0).forEach((wake) => wake());
  });
  const next = async (): Promise<string> => {
    while (frames.length === 0) await new Promise<void>((resolve) => wakes.push(resolve));
    return frames.shift() ?? '';
  };
  const nextJson = async () => JSON.parse(await next()) as Record<string, unknown>;
  return { socket, next, nextJson };
}

function namespace(name: string, auth: object, options: object = {}): Socket {
  const socket = io(server.url + name, {
    transports: ['websocket'],
    auth,
    reconnection: false,
    forceNew: true,
    ...options,
  });
  open.push(socket);
  return socket;
}

function heard<T>(socket: Socket, event: string): Promise<T> {
  return new Promise((resolve) => socket.once(event, resolve));
}

const ticket = async (token?: string) => {
  const answer = await server.ask('POST', '/api/native/ticket', token === undefined ? {} : { token });
  return (answer.json as { ticket: string }).ticket;
};
const running = { state: 'running', health: 'healthy', pid: 4711, startedAt: 2_000 } as const;

describe('/ws/status', () => {
  it('sends a frame at once, one with each change, and one for whatever is said', async () => {
    const { socket, nextJson } = raw('/ws/status?interval=10');
    expect(await nextJson()).toEqual({ type: 'status', running: ['DUMB API'] });
    server.stack.setUnit('Zilean', running);
    expect(await nextJson()).toEqual({ type: 'status', running: ['Zilean', 'DUMB API'] });
    socket.send('anything');
    expect(await nextJson()).toEqual({ type: 'status', running: ['Zilean', 'DUMB API'] });
  });

  it('tells stopped services as stopped, without a health', async () => {
    const { nextJson } = raw('/ws/status?health=true&interval=10');
    const zilean = ({ processes }: Record<string, unknown>) =>
      (processes as { process_name: string }[]).find(({ process_name: name }) => name === 'Zilean');
    expect(zilean(await nextJson())).toMatchObject({ status: 'stopped', healthy: null, health_status: null });
    server.stack.setUnit('Zilean', running);
    expect(zilean(await nextJson())).toMatchObject({
      status: 'running',
      healthy: true,
      health_status: 'healthy',
      health_reason: null,
    });
    server.stack.setUnit('Zilean', { state: 'failed', health: 'unknown' });
    expect(zilean(await nextJson())).toMatchObject({ status: 'stopped', restart: { readiness_state: 'pending' } });
  });

  it('speaks socket.io on the same path', async () => {
    const socket = namespace('/', {}, { path: '/ws/status', query: { interval: 10 } });
    expect(JSON.parse(await heard(socket, 'message'))).toEqual({ type: 'status', running: ['DUMB API'] });
  });

  it('accepts whom it refuses, so that a browser learns the reason', async () => {
    const { access } = await server.setup();
    const { socket } = raw('/ws/status?token=nonsense');
    const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
    expect([code, String(reason)]).toEqual([1008, 'Invalid or expired token']);
    expect(await raw(`/ws/status?token=${access}`).nextJson()).toMatchObject({ type: 'status' });
  });

  it('puts out whom it would no longer let in', async () => {
    const { access } = await server.setup();
    const body = { username: 'bob', password: 'correct horse' };
    await server.ask('POST', '/auth/users', { token: access, body });
    const bob = (await server.ask('POST', '/auth/login', { body })).json as { access_token: string };
    const { socket, nextJson } = raw(`/ws/status?token=${bob.access_token}`);
    await nextJson();
    const closed = once(socket, 'close');
    await server.ask('PUT', '/auth/users/bob', { token: access, body: { disabled: true } });
    expect((await closed)[0]).toBe(1008);
  });

  it.each(['/ws/nothing', '/ws/status?x=1'])(
    'answers pages from elsewhere and unknown paths with 403: %s',
    async (path) => {
      const { socket } = raw(path, { origin: 'https://evil.example.com' });
      const [error] = (await once(socket, 'error')) as [Error];
      expect(error.message).toContain('403');
    },
  );
});

describe('/ws/metrics', () => {
  it('begins with what is asked for, then sends snapshots', async () => {
    const { nextJson } = raw('/ws/metrics?interval=10&bootstrap=true&history_bucket=5');
    expect(await nextJson()).toMatchObject({
      type: 'bootstrap',
      snapshot: { system: { cpu_count: 2 } },
      series: { cpu: expect.any(Array) as number[] },
      truncated: false,
      bucket_seconds: 36,
    });
    expect(await nextJson()).toMatchObject({ type: 'snapshot', data: { system: { cpu_count: 2 }, dumb_managed: [] } });
  });

  it('tells what was measured before', async () => {
    const kept = async () => (await server.ask('GET', '/metrics/history')).json as { items: unknown[] };
    await expect.poll(async () => (await kept()).items.length).toBeGreaterThan(0);
    expect(await raw('/ws/metrics?bootstrap=1&interval=10').nextJson()).toMatchObject({
      type: 'bootstrap',
      items: expect.arrayContaining([expect.objectContaining({ dumb_managed: [] })]) as unknown,
      stats: { cpu: { min: 5, max: 5 } },
    });
    expect(await raw('/ws/metrics?history=yes&interval=10').nextJson()).toMatchObject({
      type: 'history',
      items: expect.arrayContaining([expect.objectContaining({ external: [] })]) as unknown,
      truncated: false,
    });
  });
});

describe('/ws/logs', () => {
  it('sends what running processes say in the common format, and pong', async () => {
    const path = join(server.root, 'log/zilean.log');
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, 'before\n');
    server.stack.setUnit('Zilean', running);
    const { socket, next } = raw('/ws/logs');
    await once(socket, 'open');
    socket.send('{"type":"ping"}');
    expect(await next()).toBe('pong');
    // Following begins a moment after the socket is open: say it until it is heard.
    let line = 'pong';
    while (line === 'pong') {
      await appendFile(path, 'key very-secret-key\n');
      socket.send('ping');
      line = await next();
    }
    expect(line).toMatch(/^[A-Z][a-z]{2} [ \d]\d, \d{4} \d\d:\d\d:\d\d - INFO - Zilean subprocess: key \[REDACTED\]$/);
  });

  it('answers a ping, and nothing else that is said', async () => {
    const { socket, next } = raw('/ws/logs');
    await once(socket, 'open');
    socket.send('nonsense {');
    socket.send('ping');
    expect(await next()).toBe('pong');
  });
});

describe('namespaces', () => {
  it('/events gives a snapshot, then every event in its order', async () => {
    const socket = namespace('/events', { ticket: await ticket() });
    const snapshot = await heard<{ sequence: number }>(socket, 'snapshot');
    const events: SequencedEvent[] = [];
    const enough = new Promise<void>((resolve) => {
      socket.on('event', (event: SequencedEvent) => {
        if (events.push(event) === 2) resolve();
      });
    });
    server.stack.setUnit('Zilean', running);
    server.stack.setUnit('Zilean', { state: 'stopping' });
    await enough;
    expect(events.map(({ type, sequence }) => [type, sequence - snapshot.sequence])).toEqual([
      ['unit.changed', 1],
      ['unit.changed', 2],
    ]);
  });

  it('let a ticket in once, and nobody without one', async () => {
    const { access } = await server.setup();
    const good = await ticket(access);
    await heard(namespace('/events', { ticket: good }), 'snapshot');
    for (const auth of [{ ticket: good }, {}]) {
      const refused = await heard<Error>(namespace('/events', auth), 'connect_error');
      expect(refused.message).toBe('Authentication required');
    }
    await heard(namespace('/events', { token: access }), 'snapshot');
  });

  it('/logs gives the last records of a process, then what comes', async () => {
    const path = join(server.root, 'log/zilean.log');
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, 'one\ntwo\nthree\n');
    const socket = namespace('/logs', { ticket: await ticket() });
    socket.emit('subscribe', { processName: 'Zilean', tail: 2 });
    const records: { raw: string }[] = [];
    const until = (count: number) =>
      new Promise<void>((resolve) => {
        socket.on('records', (piece: { records: { raw: string }[] }) => {
          records.push(...piece.records);
          if (records.length >= count) resolve();
        });
      });
    await until(2);
    socket.removeAllListeners('records');
    const grown = until(3);
    await appendFile(path, 'four\n');
    await grown;
    expect(records.map(({ raw: line }) => line)).toEqual(['two', 'three', 'four']);
    expect((await server.ask('GET', '/api/native/logs/Zilean?tail=2')).json).toMatchObject({
      records: [{ message: 'three', level: 'INFO' }, { message: 'four' }],
    });
  });

  it('/metrics gives a sample at once', async () => {
    const socket = namespace('/metrics', { ticket: await ticket() });
    expect(await heard(socket, 'sample')).toMatchObject({
      cpuPct: 5,
      memoryUsedBytes: 40,
      memoryTotalBytes: 100,
      units: [],
    });
  });
});
