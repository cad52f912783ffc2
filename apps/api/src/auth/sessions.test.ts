import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import type { SessionsAnswer } from '@showrunner/contracts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

const password = 'correct horse';

let server: TestServer;
let phone: { access_token: string; refresh_token: string };
let desk: { access_token: string; refresh_token: string };
beforeEach(async () => {
  server = await startTestServer();
  await server.setup();
  phone = await signIn('admin', 'my-phone/1.0');
  desk = await signIn('admin', 'my-desk/2.0');
});
afterEach(() => server.close());

async function signIn(username: string, agent: string) {
  const answer = await server.ask('POST', '/auth/login', {
    body: { username, password },
    headers: { 'user-agent': agent },
  });
  return answer.json as { access_token: string; refresh_token: string };
}
const listed = async (token: string) =>
  ((await server.ask('GET', '/api/native/sessions', { token })).json as SessionsAnswer).sessions;
const statusOf = async (token: string) => (await server.ask('GET', '/process/processes', { token })).status;

it('says where the account is signed in, and which place that is', async () => {
  const sessions = await listed(desk.access_token);
  expect(sessions).toHaveLength(3);
  expect(sessions.filter(({ current }) => current)).toMatchObject([{ device: 'my-desk', address: '127.0.0.1' }]);
  expect(sessions.map(({ device }) => device)).toContain('my-phone');
});

it('ends one: its access token, its refresh token and its sockets, at once', async () => {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/status?token=${phone.access_token}`);
  const closed = once(socket, 'close');
  await once(socket, 'message');
  const lost = (await listed(desk.access_token)).find(({ device }) => device === 'my-phone');
  const end = await server.ask('DELETE', `/api/native/sessions/${lost?.id}`, { token: desk.access_token });
  expect(end.json).toEqual({ ended: 1 });
  expect((await closed)[0]).toBe(1008);
  expect(await statusOf(phone.access_token)).toBe(401);
  const renewal = await server.ask('POST', '/auth/refresh', { body: { refresh_token: phone.refresh_token } });
  expect(renewal).toMatchObject({ status: 401, json: { code: 'auth.required' } });
  expect(await statusOf(desk.access_token)).toBe(200);
});

it('ends the one that asks, or all others', async () => {
  const others = await server.ask('DELETE', '/api/native/sessions', { token: desk.access_token });
  expect(others.json).toEqual({ ended: 2 });
  expect(await statusOf(phone.access_token)).toBe(401);
  const own = await server.ask('DELETE', '/api/native/sessions/current', { token: desk.access_token });
  expect(own.json).toEqual({ ended: 1 });
  expect(await statusOf(desk.access_token)).toBe(401);
});

it('lets nobody end or see the session of somebody else', async () => {
  const body = { username: 'looker', password, role: 'viewer' };
  await server.ask('POST', '/auth/users', { token: desk.access_token, body });
  const looker = await signIn('looker', 'elsewhere');
  expect(await listed(looker.access_token)).toMatchObject([{ device: 'elsewhere', current: true }]);
  const [foreign] = await listed(desk.access_token);
  const end = await server.ask('DELETE', `/api/native/sessions/${foreign?.id}`, { token: looker.access_token });
  expect(end.json).toEqual({ ended: 0 });
  expect(await statusOf(desk.access_token)).toBe(200);
});

it('ends all of an account whose password is changed, with their sockets', async () => {
  const body = { username: 'bob', password };
  await server.ask('POST', '/auth/users', { token: desk.access_token, body });
  const bob = await signIn('bob', 'elsewhere');
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/status?token=${bob.access_token}`);
  const closed = once(socket, 'close');
  await once(socket, 'message');
  await server.ask('PUT', '/auth/users/bob', { token: desk.access_token, body: { password: 'another horse' } });
  expect((await closed)[0]).toBe(1008);
  expect(await statusOf(bob.access_token)).toBe(401);
});

it('lets whoever knows the password change it, goes on here, and is signed out everywhere else', async () => {
  const change = (current: string, next: string, token = desk.access_token) =>
    server.ask('POST', '/api/native/password', { token, body: { current, password: next } });
  expect(await change('wrong horse', 'another horse')).toMatchObject({ status: 409, json: { code: 'auth.conflict' } });
  expect((await change(password, 'short')).status).toBe(409);
  expect(await statusOf(phone.access_token)).toBe(200);
  const { access_token: renewed } = (await change(password, 'another horse')).json as { access_token: string };
  expect([await statusOf(renewed), await statusOf(desk.access_token), await statusOf(phone.access_token)]).toEqual([
    200, 401, 401,
  ]);
  const login = (word: string) => server.ask('POST', '/auth/login', { body: { username: 'admin', password: word } });
  expect([(await login(password)).status, (await login('another horse')).status]).toEqual([401, 200]);
  for (let n = 0; n < 10; n += 1) await change('wrong horse', 'another horse', renewed);
  expect((await change('another horse', password, renewed)).status).toBe(429);
});

it('takes a file of sessions that it does not know for none', async () => {
  await server.close();
  server = await startTestServer({}, async (root) => {
    await mkdir(`${root}/config/.showrunner/auth`, { recursive: true });
    await writeFile(
      `${root}/config/.showrunner/auth/sessions.json`,
      '{"a":{"accountId":"x","current":"y","rotatedAt":1}}',
    );
  });
  const { access } = await server.setup();
  expect(await listed(access)).toHaveLength(1);
});
