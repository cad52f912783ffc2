import type { AuditAnswer, AuditEntryView } from '@showrunner/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allSpecs, nameOfSpec } from '../testing/all-specs.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

const password = 'correct horse';
const changing = allSpecs.filter(({ method, role }) => method !== 'GET' && (role === 'operator' || role === 'admin'));

describe('scenario 55: a reader tries what only an operator may', () => {
  let server: TestServer;
  let admin: string;
  let reader: string;
  beforeAll(async () => {
    server = await startTestServer();
    admin = (await server.setup()).access;
    const body = { username: 'reader', password };
    await server.ask('POST', '/auth/users', { token: admin, body: { ...body, role: 'viewer' } });
    const answer = await server.ask('POST', '/auth/login', { body });
    reader = (answer.json as { access_token: string }).access_token;
  });
  afterAll(() => server.close());

  const entries = async (query = ''): Promise<readonly AuditEntryView[]> => {
    const answer = await server.ask('GET', `/api/native/audit?${query}`, { token: admin });
    return (answer.json as AuditAnswer).entries;
  };

  it('finds every route that changes something', () => {
    expect(changing.length).toBeGreaterThan(25);
  });

  it.each(changing.map((spec) => [nameOfSpec(spec), spec] as const))(
    '%s refuses, and writes down who it was',
    async (_route, { method, path, summary }) => {
      const asked = server.stack.asked.length;
      const answer = await server.ask(method, path.replace(/:\w+/g, 'Zilean'), { token: reader });
      expect(answer).toMatchObject({ status: 403, json: { code: 'auth.forbidden' } });
      expect(server.stack.asked).toHaveLength(asked);
      expect((await entries('outcome=refused&limit=1'))[0]).toMatchObject({
        actor: 'reader',
        role: 'viewer',
        method,
        path,
        title: summary,
        address: '127.0.0.1',
        outcome: 'refused',
        status: 403,
        code: 'auth.forbidden',
      });
    },
  );

  it('writes down what was done too, for whom and on what, and never a password or a body', async () => {
    const [created] = await entries('outcome=done&text=make%20an%20account');
    expect(created).toMatchObject({ actor: 'admin', role: 'admin', target: 'reader', status: 200, code: null });
    await server.ask('POST', '/api/native/operations', {
      token: admin,
      body: { kind: 'stop', processNames: ['Zilean'] },
    });
    expect((await entries('outcome=done'))[0]).toMatchObject({ target: 'stop Zilean', status: 202 });
    await server.ask('POST', '/auth/login', { body: { username: 'reader', password: 'wrong horse' } });
    expect((await entries('limit=1'))[0]).toMatchObject({ actor: 'reader', role: null, code: 'auth.failed' });
    expect(JSON.stringify(await entries('limit=200'))).not.toMatch(/horse|eyJ/);
  });

  it('counts the same refusal instead of writing it again', async () => {
    for (let n = 0; n < 20; n += 1)
      await server.ask('POST', '/auth/disable', { headers: { 'x-forwarded-for': '203.0.113.9' } });
    const refused = await entries('text=203.0.113.9');
    expect(refused).toMatchObject([{ actor: 'nobody', role: null, count: 20, status: 401, code: 'auth.required' }]);
  });

  it('shows it to administrators only, page by page', async () => {
    expect((await server.ask('GET', '/api/native/audit', { token: reader })).status).toBe(403);
    const first = (await server.ask('GET', '/api/native/audit?limit=2', { token: admin })).json as AuditAnswer;
    expect([first.entries.length, first.more]).toEqual([2, true]);
    const before = first.entries[1]?.id ?? 0;
    expect((await entries(`limit=1&before=${before}`))[0]?.id).toBeLessThan(before);
  });
});
