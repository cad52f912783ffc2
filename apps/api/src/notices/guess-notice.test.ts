import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DeliveryRow } from '@showrunner/contracts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

let server: TestServer;
const receiver = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.end());
});
beforeEach(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  server = await startTestServer();
});
afterEach(async () => {
  await server.close();
  receiver.closeAllConnections();
  receiver.close();
  await once(receiver, 'close');
});

it('is told once when passwords were tried until no more are taken, and not before', async () => {
  const { access: token } = await server.setup('operator');
  const { port } = receiver.address() as AddressInfo;
  const destination = { id: 'phone', provider: 'webhook', url: `http://127.0.0.1:${port}/` };
  await server.ask('POST', '/notifications/config', {
    token,
    body: { config: { enabled: true, destinations: [destination] } },
  });
  const told = async () =>
    ((await server.ask('GET', '/notifications/history', { token })).json as { items: DeliveryRow[] }).items;
  const guess = () =>
    server.ask('POST', '/auth/login', { body: { username: 'operator', password: 'not the right one' } });
  for (let time = 1; time < 10; time++) expect((await guess()).status).toBe(401);
  expect(await told()).toEqual([]);
  expect((await guess()).status).toBe(401);
  for (let time = 0; time < 5; time++) expect((await guess()).status).toBe(429);
  expect(await told()).toMatchObject([
    {
      event_type: 'auth.login.failures',
      severity: 'warning',
      metadata: { address: '127.0.0.1', username: 'operator' },
    },
  ]);
});
