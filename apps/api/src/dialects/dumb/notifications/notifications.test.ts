import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { mkdir, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import type { DeliveryRow, NotificationsConfig } from '@showrunner/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestServer, type TestServer } from '../../../testing/test-server.ts';

let server: TestServer;
let token: string;
const received: Record<string, unknown>[] = [];
const receiver = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    received.push(JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>);
    response.writeHead(request.headers['x-key'] === 'k1' ? 200 : 403).end('{"why":"no key"}');
  });
});

/** Of a busy machine. */
const patience = { timeout: 20_000 };

beforeEach(async () => {
  received.length = 0;
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  server = await startTestServer();
  token = (await server.setup()).access;
});
afterEach(async () => {
  await server.close();
  receiver.closeAllConnections();
  receiver.close();
  await once(receiver, 'close');
});

const ask = (method: string, path: string, body?: unknown) => server.ask(method, path, { token, body });
const hook = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook/a-secret-path`;
const phone = () => ({
  id: 'phone',
  name: 'Phone',
  provider: 'webhook',
  url: hook(),
  headers: { 'X-Key': 'k1' },
  service_names: ['Zilean'],
});
const save = async (config: unknown) => ask('POST', '/notifications/config', { config });
const config = async () => (await ask('GET', '/api/notifications/config/')).json as NotificationsConfig;
const history = async (query = '') =>
  ((await ask('GET', `/notifications/history${query}`)).json as { items: DeliveryRow[] }).items;

describe('configuration', () => {
  it('is shown with defaults, takes a destination, and never shows its address again', async () => {
    expect(await config()).toMatchObject({ enabled: false, max_attempts: 3, destinations: [] });
    const answer = await save({ enabled: true, destinations: [phone()] });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      enabled: true,
      retry_base_sec: 30,
      destinations: [
        {
          id: 'phone',
          url: '',
          url_configured: true,
          headers: {},
          headers_configured: true,
          minimum_severity: 'warning',
          cooldown_sec: 300,
          send_recovery: true,
          event_types: [],
          service_names: ['Zilean'],
        },
      ],
    });
    for (const path of ['/notifications/config', '/config', '/notifications/history', '/process/processes']) {
      expect((await ask('GET', path)).text).not.toMatch(/a-secret-path|k1"/);
    }
  });

  it('survives the round trip of what is shown, there and in the whole document', async () => {
    await save({ enabled: true, destinations: [phone()] });
    const { destinations } = await config();
    await save({ ...(await config()), destinations: [{ ...destinations[0], name: 'Renamed' }] });
    const whole = (await ask('GET', '/config')).json as { dumb: object };
    expect((await ask('POST', '/config', { updates: { dumb: whole.dumb } })).status).toBe(200);
    expect((await ask('POST', '/notifications/test', { destination_id: 'phone' })).json).toMatchObject({
      status: 'sent',
      destination_name: 'Renamed',
    });
  });

  it.each([
    [{ destinations: [{ provider: 'pigeon', url: 'x' }] }, /destinations → 0 → provider/],
    [{ destinations: [{ provider: 'webhook', url: 'ftp://x' }] }, /http:/],
    [{ destinations: [{ provider: 'apprise', url: 'matrix://a/b' }] }, /not supported.*discord:.*ntfys:/],
    [{ destinations: [{ provider: 'webhook', url: '', service_names: ['Nobody'] }] }, /no enabled service "Nobody"/],
    [{ destinations: ['x'] }, /destinations → 0/],
    [{ max_attempts: 11 }, /max_attempts/],
    [{ thresholds: { disk_percent: 0 } }, /disk_percent/],
    [{ whatever: 1 }, /whatever/],
  ])('refuses %j and changes nothing', async (wrong, words) => {
    await save({ enabled: true, destinations: [phone()] });
    const answer = await save({ enabled: false, ...wrong });
    expect(answer.status).toBe(400);
    expect((answer.json as { detail: string }).detail).toMatch(words);
    expect(await config()).toMatchObject({ enabled: true, destinations: [{ id: 'phone' }] });
  });

  it('gives ids, and refuses two of one', async () => {
    await save({ destinations: [{ provider: 'apprise', url: 'ntfy://topic' }] });
    expect((await config()).destinations[0]).toMatchObject({ kind: 'ntfy', place: 'ntfy.sh' });
    expect((await config()).destinations[0]?.id).toMatch(/^[0-9a-f]{32}$/);
    expect((await save({ destinations: [phone(), phone()] })).status).toBe(400);
  });
});

describe('delivery', () => {
  it('answers a test with how it went', async () => {
    await save({
      destinations: [
        phone(),
        { ...phone(), id: 'wrong', headers: { 'X-Key': 'k2' } },
        { ...phone(), id: 'blank', url: '' },
      ],
    });
    const test = (id: string) => ask('POST', '/notifications/test', { destination_id: id, title: 'T' });
    expect((await test('phone')).json).toMatchObject({ status: 'sent', attempts: 1, title: 'T', error: null });
    expect((await test('wrong')).json).toMatchObject({
      status: 'failed',
      error: '127.0.0.1 answered 403: {"why":"no key"}',
    });
    expect((await test('blank')).status).toBe(400);
    expect((await test('nobody')).status).toBe(400);
    expect((await ask('POST', '/notifications/test', {})).status).toBe(422);
    expect(received).toHaveLength(2);
  });

  it('sends what a person says, to whoever is switched on', async () => {
    await save({ destinations: [phone(), { ...phone(), id: 'off', enabled: false }] });
    const send = (body: object) => ask('POST', '/notifications/send', { title: 'Hello', body: 'World', ...body });
    const answer = await send({ severity: 'critical' });
    expect(answer.json).toMatchObject({ status: 'queued', delivery_ids: [expect.any(String)] });
    await vi.waitFor(
      () => expect(received).toMatchObject([{ title: 'Hello', severity: 'critical', event_type: 'manual' }]),
      patience,
    );
    expect((await send({ severity: 'loud' })).status).toBe(400);
    expect((await send({ destination_ids: ['off'] })).status).toBe(400);
    expect((await send({ title: '' })).status).toBe(422);
    expect(received).toHaveLength(1);
  });

  it('tells of what happens to the stack', async () => {
    await save({ enabled: true, destinations: [phone()] });
    server.stack.setUnit('Zilean', { state: 'running', health: 'healthy' });
    server.stack.setUnit('Zilean', {
      state: 'running',
      health: 'unhealthy',
      reason: 'It answers 503: very-secret-key',
    });
    await vi.waitFor(() => expect(received).toHaveLength(1), patience);
    expect(received[0]).toMatchObject({
      event_type: 'service.unhealthy',
      service_name: 'Zilean',
      body: 'It answers 503: [REDACTED]',
    });
  });
});

it('tells how the start went', async () => {
  await save({ enabled: true, destinations: [{ ...phone(), service_names: [], minimum_severity: 'success' }] });
  server.noteStarted();
  await vi.waitFor(() => expect(received).toHaveLength(1), patience);
  server.stack.startupPhase = 'degraded';
  server.noteStarted();
  await vi.waitFor(() => expect(received).toHaveLength(2), patience);
  expect(received.map(({ event_type: type, severity }) => [type, severity])).toEqual([
    ['dumb.startup.ready', 'success'],
    ['dumb.startup.degraded', 'critical'],
  ]);
});

describe('history', () => {
  it('is filtered, and forgotten', async () => {
    await save({ destinations: [phone(), { ...phone(), id: 'wrong', headers: { 'X-Key': 'k2' } }] });
    for (const id of ['phone', 'wrong']) await ask('POST', '/notifications/test', { destination_id: id });
    expect((await history()).map(({ destination_id: id }) => id)).toEqual(['wrong', 'phone']);
    expect(await history('?status=failed&event_type=')).toMatchObject([{ destination_id: 'wrong' }]);
    expect(await history('?event_type=update.failed')).toEqual([]);
    expect(await history('?limit=1')).toHaveLength(1);
    expect((await ask('GET', '/notifications/history?limit=501')).status).toBe(422);
    expect((await ask('DELETE', '/notifications/history')).json).toEqual({ deleted: 2 });
    expect(await history()).toEqual([]);
  });

  it('is kept where nobody else looks', async () => {
    expect((await stat(`${server.root}/config/notifications`)).mode & 0o777).toBe(0o700);
    expect((await stat(`${server.root}/config/notifications/notifications.sqlite`)).mode & 0o777).toBe(0o600);
  });
});

it('names the words of filters, and that the feature is there', async () => {
  expect((await ask('GET', '/notifications/events')).json).toMatchObject({
    event_types: expect.arrayContaining(['manual', 'service.unhealthy', 'symlink.job.failed', 'recovery']),
    severities: ['info', 'success', 'warning', 'critical'],
  });
  expect((await ask('GET', '/process/capabilities')).json).toMatchObject({ notifications: true });
});

it('goes on without notifications where they cannot be kept, and says so', async () => {
  const other = await startTestServer({}, async (root) => {
    await mkdir(`${root}/config/notifications`, { recursive: true });
    await writeFile(`${root}/config/notifications/notifications.sqlite`, 'no database at all '.repeat(300));
  });
  try {
    const { access } = await other.setup();
    const answer = await other.ask('GET', '/notifications/history', { token: access });
    expect(answer).toMatchObject({ status: 503, json: { code: 'notification.storage' } });
    expect((await other.ask('GET', '/notifications/config', { token: access })).status).toBe(200);
    expect(other.logger.lines.map(({ event }) => event)).toContain('notification.no-storage');
  } finally {
    await other.close();
  }
});
