import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApiTokensAnswer, CreateApiTokenAnswer, CreateApiTokenBody } from '@showrunner/contracts';
import { createFakeClock, createFakeFiles, createFakeIds } from '@showrunner/platform/fakes';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startTestServer, type TestServer } from '../testing/test-server.ts';
import type { Account } from './accounts/account.ts';
import { openApiTokens } from './tokens/api-tokens.ts';

describe('a token for a program', () => {
  let server: TestServer;
  let admin: string;
  beforeEach(async () => {
    server = await startTestServer();
    admin = (await server.setup()).access;
  });
  afterEach(() => server.close());

  const make = (body: CreateApiTokenBody, token = admin) => server.ask('POST', '/api/native/tokens', { token, body });
  const made = async (body: CreateApiTokenBody) => (await make(body)).json as CreateApiTokenAnswer;
  const list = async (token: string) =>
    ((await server.ask('GET', '/api/native/tokens', { token })).json as ApiTokensAnswer).tokens;

  it('opens what its role may, and nothing above', async () => {
    const { token, view } = await made({ name: 'backup script', role: 'viewer' });
    expect(token).toMatch(/^sr_[\w-]{40,}$/);
    expect(view).toMatchObject({ name: 'backup script', role: 'viewer', expiresAt: null, lastUsedAt: null });
    expect((await server.ask('GET', '/process/processes', { token })).status).toBe(200);
    const stop = await server.ask('POST', '/process/stop-service', { token, body: { process_name: 'Zilean' } });
    expect(stop).toMatchObject({ status: 403, json: { code: 'auth.forbidden' } });
    expect((await list(admin))[0]?.lastUsedAt).toEqual(expect.any(Number));
  });

  it('is kept as a hash only, in a file that only we may read', async () => {
    const { token } = await made({ name: 'x', role: 'admin' });
    const text = await readFile(join(server.root, 'config/.showrunner/auth/tokens.json'), 'utf8');
    expect(text).not.toContain(token);
    expect(text).not.toContain(token.slice(3));
  });

  it('loses its sockets, and everything else, when it is deleted', async () => {
    const { token, view } = await made({ name: 'x', role: 'viewer' });
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/status?token=${token}`);
    const closed = once(socket, 'close');
    await once(socket, 'message');
    const end = await server.ask('DELETE', `/api/native/tokens/${view.id}`, { token: admin });
    expect(end.json).toEqual({ ended: 1 });
    expect((await closed)[0]).toBe(1008);
    expect((await server.ask('GET', '/process/processes', { token })).status).toBe(401);
  });

  it('is made by a person, with no more power than the person has', async () => {
    const { token } = await made({ name: 'x', role: 'admin' });
    expect(await make({ name: 'y', role: 'viewer' }, token)).toMatchObject({ status: 403 });
    const looker = { username: 'looker', password: 'correct horse', role: 'viewer' };
    await server.ask('POST', '/auth/users', { token: admin, body: looker });
    const { access_token: viewer } = (await server.ask('POST', '/auth/login', { body: looker })).json as {
      access_token: string;
    };
    expect(await make({ name: 'z', role: 'operator' }, viewer)).toMatchObject({
      status: 403,
      json: { detail: expect.stringContaining('at most viewer') },
    });
    expect(await list(viewer)).toEqual([]);
  });

  it('may less when its account may less, and nothing without it', async () => {
    const bob = { username: 'bob', password: 'correct horse', role: 'admin' };
    await server.ask('POST', '/auth/users', { token: admin, body: bob });
    const { access_token: session } = (await server.ask('POST', '/auth/login', { body: bob })).json as {
      access_token: string;
    };
    const { token } = (await make({ name: 'x', role: 'admin' }, session)).json as CreateApiTokenAnswer;
    const users = () => server.ask('GET', '/auth/users', { token });
    expect((await users()).status).toBe(200);
    await server.ask('PUT', '/auth/users/bob', { token: admin, body: { role: 'viewer' } });
    expect((await users()).status).toBe(403);
    await server.ask('DELETE', '/auth/users/bob', { token: admin });
    expect((await users()).status).toBe(401);
  });

  it.each([
    { name: ' ', role: 'viewer' },
    { name: 'x', role: 'root' },
    { name: 'x', role: 'viewer', expiresInDays: 0 },
  ])('is refused as %j', async (body) => {
    expect((await make(body as CreateApiTokenBody)).status).toBe(400);
  });
});

describe('the book of tokens', () => {
  const account = { id: 'account_1' } as Account;
  const open = (files = createFakeFiles(), clock = createFakeClock()) =>
    openApiTokens({
      files,
      clock,
      ids: createFakeIds(),
      path: '/tokens.json',
      onSaveFailure: (error) => expect.unreachable(String(error)),
    });

  it('ends a token on its day', async () => {
    const clock = createFakeClock();
    const tokens = await open(createFakeFiles(), clock);
    const { token } = await tokens.create(account, { name: 'x', role: 'viewer', expiresInDays: 2 });
    await clock.advance(2 * 24 * 3600_000 - 1);
    expect(tokens.read(token)).toMatchObject({ name: 'x' });
    await clock.advance(1);
    expect(() => tokens.read(token)).toThrow('“x” has expired');
  });

  it('knows its tokens again, and takes what it cannot read for none', async () => {
    const files = createFakeFiles();
    const { token } = await (await open(files)).create(account, { name: 'x', role: 'viewer' });
    expect((await open(files)).read(token)).toMatchObject({ name: 'x' });
    const garbled = createFakeFiles();
    await garbled.write('/tokens.json', '[{"id":"a","role":"root"}]', { mode: 0o600 });
    const tokens = await open(garbled);
    expect(() => tokens.read(token)).toThrow('not known');
    expect(tokens.of(account.id)).toEqual([]);
  });

  it('holds fifty for an account', async () => {
    const tokens = await open();
    for (let n = 0; n < 50; n += 1) await tokens.create(account, { name: `n${n}`, role: 'viewer' });
    await expect(tokens.create(account, { name: 'one more', role: 'viewer' })).rejects.toThrow('at most 50');
  });
});
