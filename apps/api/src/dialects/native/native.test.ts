import { SECRET_MASK } from '@showrunner/config';
import { Problem } from '@showrunner/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer({ demo: true, warnings: () => ['No FUSE here.'] });
});
afterEach(() => server.close());
const ask: TestServer['ask'] = (...args) => server.ask(...args);

describe('native API', () => {
  it('says what it is and what there is', async () => {
    expect((await ask('GET', '/api/native/about')).json).toMatchObject({
      version: '1.2.3',
      demo: true,
      warnings: ['No FUSE here.'],
    });
    const before = (await ask('GET', '/api/native/stack')).json as {
      services: { processName: string; status: object }[];
    };
    expect(before.services.find(({ processName }) => processName === 'Zilean')?.status).toMatchObject({
      state: 'stopped',
    });
    server.stack.setUnit('Zilean', { state: 'running', health: 'healthy' });
    expect((await ask('GET', '/api/native/services/Zilean')).json).toMatchObject({ status: { state: 'running' } });
    expect((await ask('GET', '/api/native/services/zurg-w-realdebrid')).json).toMatchObject({
      processName: 'Zurg w/ RealDebrid',
    });
  });

  it('plans without doing, and does with 202', async () => {
    const change = { kind: 'stop', processNames: ['Zilean'] };
    expect((await ask('POST', '/api/native/plan', { body: change })).json).toMatchObject({ empty: true, steps: [] });
    expect(server.stack.asked).toEqual([]);
    const started = await ask('POST', '/api/native/operations', { body: change });
    expect(started).toMatchObject({ status: 202, json: { id: 'op_1', actor: 'local', change } });
    expect((await ask('GET', '/api/native/operations')).json).toMatchObject({ operations: [{ id: 'op_1' }] });
    expect((await ask('GET', '/api/native/operations/op_1')).status).toBe(200);
    expect((await ask('POST', '/api/native/operations/op_1/cancel')).status).toBe(200);
    expect((await ask('POST', '/api/native/operations/op_1/retry')).status).toBe(202);
  });

  it('tells problems as problem+json', async () => {
    const answer = await ask('GET', '/api/native/operations/nosuch');
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer).toMatchObject({
      status: 404,
      json: {
        type: 'urn:showrunner:problem:operation.unknown',
        status: 404,
        code: 'operation.unknown',
        hint: expect.any(String) as string,
      },
    });
    expect(await ask('POST', '/api/native/plan', { body: { kind: 'nothing' } })).toMatchObject({
      status: 400,
      json: { code: 'request.invalid' },
    });
  });

  it('shows the stored document masked, and puts stored secrets back where the mask returns', async () => {
    const { document, revision } = (await ask('GET', '/api/native/document')).json as {
      document: { zurg: { instances: { RealDebrid: { api_key: string; log_level: string } } } };
      revision: string;
    };
    expect(document.zurg.instances.RealDebrid.api_key).toBe(SECRET_MASK);
    document.zurg.instances.RealDebrid.log_level = 'DEBUG';
    const change = { kind: 'edit', document, basedOn: revision };
    expect((await ask('POST', '/api/native/operations', { body: change })).status).toBe(202);
    expect(server.stack.document().stored['zurg']).toMatchObject({
      instances: { RealDebrid: { api_key: 'very-secret-key', log_level: 'DEBUG' } },
    });
  });

  it('checks a document and names every wrong place', async () => {
    const { document } = (await ask('GET', '/api/native/document')).json as {
      document: Record<string, Record<string, unknown>>;
    };
    const check = () => ask('POST', '/api/native/document/check', { body: { document } });
    expect((await check()).json).toEqual({ issues: [] });
    document['zilean'] = { ...document['zilean'], port: 'x' };
    expect((await check()).json).toMatchObject({ issues: [{ path: ['zilean', 'port'] }] });
  });

  it('keeps to itself what went wrong inside', async () => {
    server.stack.preview = () => Promise.reject(new Error('password=hidden'));
    const answer = await ask('POST', '/api/native/plan', { body: { kind: 'reconcile' } });
    expect(answer).toMatchObject({ status: 500, json: { code: 'internal.unexpected' } });
    expect(answer.text).not.toContain('hidden');
  });

  it('lets an operator start things but not replace the document', async () => {
    const { access } = await server.setup();
    const body = { username: 'oper', password: 'correct horse' };
    await ask('POST', '/auth/users', { token: access, body: { ...body, role: 'operator' } });
    const { access_token: token } = (await ask('POST', '/auth/login', { body })).json as { access_token: string };
    const start = { kind: 'start', processNames: ['Zilean'] };
    expect((await ask('POST', '/api/native/operations', { token, body: start })).status).toBe(202);
    expect((await ask('POST', '/api/native/operations', { token, body: { kind: 'edit', document: {} } })).status).toBe(
      403,
    );
  });

  it('passes on what a plan was refused for', async () => {
    server.stack.preview = () => Promise.reject(new Problem('document.cycle', 'a needs b needs a'));
    const answer = await ask('POST', '/api/native/plan', { body: { kind: 'reconcile' } });
    expect(answer).toMatchObject({ status: 422, json: { code: 'document.cycle', detail: 'a needs b needs a' } });
  });
});

describe('updates', () => {
  it('are told for all services and for one, and looked for on request', async () => {
    server.stack.setUpdate('Zilean', { state: 'available', available: 'v2' });
    const { json } = await ask('GET', '/api/native/updates');
    expect(json).toMatchObject({ updates: [{ processName: 'Zilean', state: 'available' }], history: [] });
    expect((await ask('GET', '/api/native/updates/Zilean')).json).toMatchObject({ available: 'v2' });
    expect((await ask('POST', '/api/native/updates/Zilean/check')).json).toMatchObject({ available: 'v2' });
    expect(await ask('GET', '/api/native/updates/nosuch')).toMatchObject({
      status: 404,
      json: { code: 'process.unknown' },
    });
    expect(await ask('POST', '/api/native/updates/nosuch/check')).toMatchObject({ status: 404 });
  });

  it('are installed, pinned and scheduled as changes', async () => {
    for (const change of [
      { kind: 'update', processName: 'Zilean', to: 'v2' },
      { kind: 'pin', processName: 'Zilean', version: null },
      { kind: 'update-policy', processName: 'Zilean', mode: 'notify', intervalHours: 12, startTime: '03:30' },
    ])
      expect(await ask('POST', '/api/native/operations', { body: change })).toMatchObject({
        status: 202,
        json: { change },
      });
    const wrong = { kind: 'update-policy', processName: 'Zilean', mode: 'sometimes' };
    expect((await ask('POST', '/api/native/operations', { body: wrong })).status).toBe(400);
  });
});
