import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import bcrypt from 'bcrypt';
import { afterEach, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

const password = 'correct horse';
let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});
const startWith = async (users: string) =>
  (server = await startTestServer({}, async (root) => {
    await mkdir(join(root, 'config'), { recursive: true });
    await writeFile(join(root, 'config/users.json'), users);
  }));
const login = (username: string) => server?.ask('POST', '/auth/login', { body: { username, password } });

it('takes the accounts of DUMB over, with their passwords, and leaves its file alone', async () => {
  const hash = await bcrypt.hash(password, 4);
  const users = JSON.stringify({
    enabled: true,
    users: [
      { username: 'admin', password: hash.replace('$2b$', '$2a$'), disabled: false },
      { username: 'gone', password: hash, disabled: true },
    ],
    jwt_secret: 'x'.repeat(43),
    setup_skipped: false,
    mode: 'local',
    oidc: {},
  });
  const { ask, root } = await startWith(users);
  expect((await ask('GET', '/process/processes')).status).toBe(401);
  expect((await ask('POST', '/auth/setup', { body: { username: 'thief', password } })).status).toBe(400);
  const answer = await login('admin');
  const { access_token: token } = answer?.json as { access_token: string };
  expect((await ask('GET', '/auth/users', { token })).json).toEqual({
    users: [
      { username: 'admin', disabled: false, role: 'admin' },
      { username: 'gone', disabled: true, role: 'admin' },
    ],
  });
  expect((await login('gone'))?.status).toBe(401);
  expect(await readFile(join(root, 'config/users.json'), 'utf8')).toBe(users);
  const kept = join(root, 'config/.showrunner/auth/accounts.json');
  expect((await stat(kept)).mode & 0o777).toBe(0o600);
  expect(await readFile(kept, 'utf8')).not.toContain('jwt_secret');
});

it.each([
  '{"enabled": true, "users": [',
  '',
  '[]',
  '{"enabled": "no"}',
  '{"users": [{"username": "admin", "password": "plain text"}]}',
])('locks the door at a file of DUMB that is damaged: %s', async (text) => {
  const { ask, root } = await startWith(text);
  expect(await ask('GET', '/process/processes')).toMatchObject({ status: 503, json: { code: 'auth.locked' } });
  expect((await ask('POST', '/auth/setup', { body: { username: 'thief', password } })).status).toBe(503);
  expect(await readFile(join(root, 'config/users.json'), 'utf8')).toBe(text);
});
