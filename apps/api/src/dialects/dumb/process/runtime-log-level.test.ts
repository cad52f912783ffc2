import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startTestServer, type TestServer } from '../../../testing/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());

const path = '/process/runtime-log-level';

it('answers what is configured, and switches what is written', async () => {
  const configured = {
    configured_level: 'INFO',
    configured_uvicorn_level: 'INFO',
    effective_level: 'INFO',
    debug_enabled: false,
    override_active: false,
    temporary: true,
    resets_on_restart: true,
  };
  expect((await server.ask('GET', path)).json).toEqual(configured);
  const switched = await server.ask('POST', path, { body: { debug_enabled: 'on' } });
  expect(switched.json).toEqual({
    ...configured,
    effective_level: 'DEBUG',
    debug_enabled: true,
    override_active: true,
  });
  expect(server.ownLog.level.threshold()).toBe('debug');
  expect((await server.ask('POST', path, { body: { debug_enabled: false } })).json).toEqual(configured);
  expect(server.ownLog.level.threshold()).toBe('info');
});

it('is closed: an unknown key is refused', async () => {
  const answer = await server.ask('POST', path, { body: { debug_enabled: true, level: 'DEBUG' } });
  expect(answer).toMatchObject({
    status: 422,
    json: { detail: [{ type: 'extra_forbidden', loc: ['body', 'level'] }] },
  });
});

it('tells each request at that level, without its query', async () => {
  await server.ask('GET', '/health?token=hidden');
  const told = expect.objectContaining({ path: '/health', status: 200 }) as object;
  // The answer is there a moment before it is told.
  await vi.waitFor(() =>
    expect(server.logger.lines).toContainEqual({ level: 'debug', event: 'http.answered', fields: told }),
  );
});
